-- What a block that is too big is cut by. Squares of half a degree overlap, so that near places share one.
WITH told AS (FROM resolution_records SEMI JOIN resolution_wanted USING (n))
SELECT DISTINCT n, kind, hash(kind, word) AS cut
FROM (
    SELECT n, 'province' AS kind, admin1 AS word FROM told WHERE admin1 IS NOT NULL
    UNION ALL
    SELECT n, 'square', concat_ws('/', floor((latitude + dy) * 2)::INTEGER, floor((longitude + dx) * 2)::INTEGER)
    FROM told, (VALUES (-0.13), (0.13)) AS north (dy), (VALUES (-0.13), (0.13)) AS east (dx)
    WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND sharp
    UNION ALL
    SELECT n, 'dead', unnest(list_distinct(list_append(dead_figures, dead)))::VARCHAR FROM told WHERE dead >= 3
    UNION ALL
    SELECT n, 'hurt', hurt::VARCHAR FROM told WHERE hurt >= 3
    UNION ALL
    SELECT n, 'taken', taken::VARCHAR FROM told WHERE taken >= 3
    UNION ALL
    SELECT n, 'group', unnest(list_distinct(list_concat(groups, umbrellas))) FROM told
    UNION ALL
    SELECT n, 'person', unnest(persons) FROM told
    UNION ALL
    SELECT n, 'type', event_type FROM told
);
