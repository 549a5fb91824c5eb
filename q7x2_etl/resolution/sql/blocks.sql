-- Blocks: reports that share a key may be of one event. The rule is written in docs/METHODS.md.
-- `form`: day (sharp dates), month (one of the two is vague), copy (the same words or near-copies of one article).
CREATE OR REPLACE TEMP TABLE resolution_keys AS
SELECT DISTINCT n, vague, form, hash(form, country, unit) AS block, '' AS last_cut
FROM (
    SELECT n, vague, 'day' AS form, country, unnest(generate_series(first_day, last_day + 1, INTERVAL 1 DAY))::DATE AS unit
    FROM resolution_records
    WHERE country IS NOT NULL AND first_day IS NOT NULL AND NOT vague
    UNION ALL
    SELECT n, vague, 'month', country, unnest(generate_series(
        date_trunc('month', first_day), date_trunc('month', last_day + 1), INTERVAL 1 MONTH))::DATE
    FROM resolution_records
    WHERE country IS NOT NULL AND first_day IS NOT NULL AND n_days <= 400
)
UNION ALL
SELECT n, vague, 'copy', hash('quote', quote_key), '' FROM resolution_records WHERE quote_key IS NOT NULL
UNION ALL
SELECT n, vague, 'copy', hash('copies', copy_group), '' FROM resolution_records;

-- What a block that is too big is cut by. Squares of half a degree overlap, so that near places share one.
CREATE OR REPLACE TEMP TABLE resolution_cuts AS
SELECT DISTINCT n, kind, hash(kind, word) AS cut
FROM (
    SELECT n, 'province' AS kind, admin1 AS word FROM resolution_records WHERE admin1 IS NOT NULL
    UNION ALL
    SELECT n, 'square', concat_ws('/', floor((latitude + dy) * 2)::INTEGER, floor((longitude + dx) * 2)::INTEGER)
    FROM resolution_records, (VALUES (-0.13), (0.13)) AS north (dy), (VALUES (-0.13), (0.13)) AS east (dx)
    WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND sharp
    UNION ALL
    SELECT n, 'dead', unnest(list_distinct(list_append(dead_figures, dead)))::VARCHAR FROM resolution_records WHERE dead >= 3
    UNION ALL
    SELECT n, 'hurt', hurt::VARCHAR FROM resolution_records WHERE hurt >= 3
    UNION ALL
    SELECT n, 'taken', taken::VARCHAR FROM resolution_records WHERE taken >= 3
    UNION ALL
    SELECT n, 'group', unnest(groups) FROM resolution_records
    UNION ALL
    SELECT n, 'person', unnest(persons) FROM resolution_records
    UNION ALL
    SELECT n, 'type', event_type FROM resolution_records
);
