-- One row a report of `resolution_wanted` (n), with all that blocking and comparing look at.
WITH told AS (
    SELECT told.* FROM resolution_told AS told SEMI JOIN resolution_wanted USING (n)
),
people AS (
    SELECT
        report_id,
        lower(strip_accents(list_last(string_split_regex(name, '\s+')))) AS last_word,
        regexp_replace(lower(strip_accents(name)), '[^bcdfghjklmnpqrstvwxz]', '', 'g') AS letters
    FROM report_actors SEMI JOIN told USING (report_id)
    WHERE kind = 'person' AND role != 'claimant' AND regexp_matches(name, '(^|\s)\p{Lu}[^\s]*$')
),
-- A name is known again by the consonants of its last word: vowels and doubled letters are spelt in many ways.
named AS (
    SELECT
        report_id,
        replace(replace(replace(replace(replace(replace(
            CASE WHEN length(regexp_replace(last_word, '[^bcdfghjklmnpqrstvwxz]', '', 'g')) >= 3
                THEN regexp_replace(last_word, '[^bcdfghjklmnpqrstvwxz]', '', 'g')
                ELSE letters END,
            'mm', 'm'), 'll', 'l'), 'ss', 's'), 'tt', 't'), 'dd', 'd'), 'nn', 'n') AS skeleton
    FROM people
),
persons AS (
    SELECT report_id, list_sort(list(DISTINCT skeleton)) AS persons
    FROM named
    WHERE length(skeleton) >= 3
    GROUP BY report_id
),
sides AS (
    SELECT
        report_id,
        list_sort(list(DISTINCT coalesce(affiliation_id, actor_id)) FILTER (
            coalesce(affiliation_id, actor_id) IS NOT NULL
            AND role != 'claimant'
            AND (kind = 'armed_group' OR (kind = 'person' AND affiliation_id IS NOT NULL))
        )) AS groups,
        list_sort(list(DISTINCT actor_id) FILTER (
            actor_id IS NOT NULL AND role != 'claimant' AND kind IN ('state', 'foreign_state')
        )) AS states,
        list_sort(list(DISTINCT if(kind = 'foreign_state', 'state', kind)) FILTER (
            role = 'target' AND kind IN ('civilians', 'state', 'foreign_state', 'armed_group')
        )) AS victims
    FROM report_actors SEMI JOIN told USING (report_id)
    GROUP BY report_id
),
-- What those groups were a part of on the event's days (the day of publication, where those are not known).
alliances AS (
    SELECT one.report_id, list_sort(list(DISTINCT umbrella_id)) AS umbrellas
    FROM (SELECT report_id, unnest(groups) AS actor_id FROM sides) AS one
    INNER JOIN told USING (report_id)
    INNER JOIN resolution_umbrellas AS above ON above.actor_id = one.actor_id
        AND above."start" <= coalesce(told.last_day, told.published_on, DATE '9999-12-30') AND above."end" > coalesce(told.first_day, told.published_on, DATE '9999-12-30')
    GROUP BY one.report_id
),
-- What the article itself says counts as its toll; what only a source says counts where nobody else says anything.
-- A figure over several incidents says nothing of one.
counted AS (
    SELECT
        *,
        claim_ordinal IS NULL
        OR NOT bool_or(claim_ordinal IS NULL AND NOT is_part) OVER (PARTITION BY report_id, outcome) AS own
    FROM report_casualties SEMI JOIN told USING (report_id)
    WHERE unit = 'persons' AND NOT shared AND (low IS NOT NULL OR best IS NOT NULL OR high IS NOT NULL)
),
tolls AS (
    SELECT
        report_id,
        sum(coalesce(best, low, high)) FILTER (outcome = 'killed' AND own AND NOT is_part)::INTEGER AS dead,
        bool_and(best IS NOT NULL AND qualifier = 'exact') FILTER (outcome = 'killed' AND own AND NOT is_part) AS dead_exact,
        sum(coalesce(low, best)) FILTER (outcome = 'killed' AND own AND NOT is_part)::INTEGER AS dead_low,
        sum(coalesce(high, best)) FILTER (outcome = 'killed' AND own AND NOT is_part)::INTEGER AS dead_high,
        list_sort(list(DISTINCT best) FILTER (outcome = 'killed' AND best >= 3)) AS dead_figures,
        sum(coalesce(best, low, high)) FILTER (outcome = 'wounded' AND own AND NOT is_part)::INTEGER AS hurt,
        sum(coalesce(best, low, high)) FILTER (
            outcome IN ('captured', 'abducted', 'surrendered', 'displaced') AND own AND NOT is_part
        )::INTEGER AS taken
    FROM counted
    GROUP BY report_id
),
things AS (
    SELECT report_id, list_sort(list(DISTINCT target_type)) AS targets FROM report_targets SEMI JOIN told USING (report_id) GROUP BY report_id
)
SELECT
    told.n,
    told.report_id,
    told.article_id,
    told.copy_group,
    told.event_type,
    families.families,
    told.stage,
    told.country,
    told.admin1,
    told.admin2,
    told.place_id,
    regexp_replace(lower(strip_accents(told.place_name)), '[^a-z0-9]', '', 'g') AS place_word,
    told.latitude,
    told.longitude,
    coalesce(told.where_precision <= 3, false) AS sharp,
    coalesce(told.where_precision = 3, false) AS whole_district,
    told.published_on,
    told.dated,
    told.first_day,
    told.last_day,
    told.n_days,
    told.vague,
    regexp_replace(lower(told.weapon), 's$', '') AS weapon,
    told.quote_key,
    coalesce(sides.groups, []) AS groups,
    coalesce(alliances.umbrellas, []) AS umbrellas,
    coalesce(sides.states, []) AS states,
    coalesce(sides.victims, []) AS victims,
    coalesce(persons.persons, []) AS persons,
    coalesce(things.targets, []) AS targets,
    tolls.dead,
    coalesce(tolls.dead_exact, false) AS dead_exact,
    tolls.dead_low,
    tolls.dead_high,
    coalesce(tolls.dead_figures, []) AS dead_figures,
    tolls.hurt,
    tolls.taken
FROM told
INNER JOIN resolution_families AS families ON families.event_type = told.event_type
LEFT JOIN sides ON sides.report_id = told.report_id
LEFT JOIN alliances ON alliances.report_id = told.report_id
LEFT JOIN persons ON persons.report_id = told.report_id
LEFT JOIN tolls ON tolls.report_id = told.report_id
LEFT JOIN things ON things.report_id = told.report_id
ORDER BY told.n;
