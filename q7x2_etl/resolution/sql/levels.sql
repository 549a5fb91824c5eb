-- How two reports compare: for each feature the level that holds, and why they cannot be one event (null where they can).
-- Levels have their weights and words in seeds/reference/matching.yaml.
SELECT
    *,
    CASE
        WHEN toll IN ('equal', 'equal_large', 'one_figure') OR hurt = 'equal' OR taken = 'equal' OR person = 'shared'
            OR words != 'unknown' THEN 'specific'
        WHEN day IN ('same_day', 'day_apart', 'two_days_apart', 'in_week')
            AND place IN ('same', 'same_district', 'same_name', 'in_district', 'within_10', 'one_district') THEN 'sharp'
        WHEN toll = 'equal_small' OR armed IN ('shared', 'umbrella') AND kind = 'same' THEN 'little'
        -- What articles recall long after is seldom one of many small things.
        WHEN recalled AND armed IN ('shared', 'umbrella') AND day IN ('same_span', 'in_month')
            AND place = 'province' THEN 'recalled'
        WHEN day IN ('same_day', 'day_apart', 'two_days_apart', 'in_week')
            OR place IN ('same', 'same_district', 'same_name', 'in_district', 'within_10', 'one_district') THEN 'vague'
        ELSE 'bare'
    END AS detail
FROM (
    SELECT
        pairs.a,
        pairs.b,
        coalesce(least(a.published_on - a.last_day, b.published_on - b.last_day) > 180, false) AS recalled,
        least(a.dead, b.dead) / greatest(a.dead, b.dead, 1) AS ratio,
        sqrt(
            pow((a.latitude - b.latitude) * 111.2, 2)
            + pow((a.longitude - b.longitude) * 111.2 * cos(radians((a.latitude + b.latitude) / 2)), 2)
        ) AS km,
        CASE
            WHEN a.article_id = b.article_id THEN 'one article'
            WHEN a.event_type != b.event_type AND (a.families & b.families) = 0 THEN 'types that no event shares'
            WHEN a.stage != b.stage THEN 'one was carried out, the other not'
            WHEN a.country != b.country THEN 'other country'
            WHEN a.dated AND b.dated AND (
                a.first_day > b.last_day + if(a.n_days = 1 AND b.n_days = 1, 2, if(a.n_days = 1 OR b.n_days = 1, 1, 0))
                OR b.first_day > a.last_day + if(a.n_days = 1 AND b.n_days = 1, 2, if(a.n_days = 1 OR b.n_days = 1, 1, 0))
            ) THEN 'dates apart'
            WHEN (a.dated AND a.first_day > b.published_on + 1) OR (b.dated AND b.first_day > a.published_on + 1)
                THEN 'published before it happened'
            WHEN km > 60 AND a.sharp AND b.sharp AND a.place_id IS DISTINCT FROM b.place_id
                AND NOT coalesce(a.admin2 = b.admin2 AND a.admin1 = b.admin1, false) THEN 'places apart'
            WHEN a.admin1 != b.admin1 AND coalesce(km, 1000) > 120 THEN 'other province'
        END AS apart,
        CASE
            WHEN NOT (a.dated AND b.dated) THEN 'unknown'
            WHEN a.n_days = 1 AND b.n_days = 1 AND a.first_day = b.first_day THEN 'same_day'
            WHEN a.n_days = 1 AND b.n_days = 1 AND abs(a.first_day - b.first_day) = 1 THEN 'day_apart'
            WHEN a.n_days = 1 AND b.n_days = 1 THEN 'two_days_apart'
            WHEN a.first_day = b.first_day AND a.last_day = b.last_day AND a.n_days <= 31 THEN 'same_span'
            WHEN greatest(a.n_days, b.n_days) <= 10 THEN 'in_week'
            WHEN greatest(a.n_days, b.n_days) <= 31 THEN 'in_month'
            ELSE 'in_long'
        END AS day,
        CASE
            WHEN a.published_on IS NULL OR b.published_on IS NULL THEN 'unknown'
            WHEN abs(a.published_on - b.published_on) <= 1 THEN 'days'
            WHEN abs(a.published_on - b.published_on) <= 4 THEN 'week'
            WHEN abs(a.published_on - b.published_on) <= 14 THEN 'weeks'
            ELSE 'later'
        END AS published,
        CASE
            WHEN a.country IS NULL OR b.country IS NULL THEN 'unknown'
            WHEN a.sharp AND b.sharp AND a.place_id = b.place_id THEN if(a.whole_district, 'same_district', 'same')
            WHEN a.sharp AND b.sharp AND NOT coalesce(a.admin1 != b.admin1, false)
                AND jaro_winkler_similarity(a.place_word, b.place_word) >= 0.9 THEN 'same_name'
            WHEN a.admin1 = b.admin1 AND a.admin2 = b.admin2 AND (a.whole_district OR b.whole_district) THEN 'in_district'
            WHEN a.sharp AND b.sharp AND km <= 10 THEN 'within_10'
            WHEN a.admin1 = b.admin1 AND a.admin2 = b.admin2 THEN 'one_district'
            WHEN a.sharp AND b.sharp AND km <= 30 THEN 'within_30'
            WHEN a.sharp AND b.sharp AND km <= 60 THEN 'beside'
            WHEN a.sharp AND b.sharp THEN 'unsure'
            WHEN a.admin1 = b.admin1 THEN 'province'
            WHEN a.admin1 != b.admin1 THEN 'other_province'
            ELSE 'country'
        END AS place,
        if(a.event_type = b.event_type, 'same', 'related') AS kind,
        CASE
            WHEN len(a.groups) = 0 OR len(b.groups) = 0 THEN 'unknown'
            WHEN list_has_any(a.groups, b.groups) THEN 'shared'
            WHEN list_has_any(a.groups, b.umbrellas) OR list_has_any(a.umbrellas, b.groups) THEN 'umbrella'
            ELSE 'other'
        END AS armed,
        CASE
            WHEN len(a.states) = 0 OR len(b.states) = 0 THEN 'unknown'
            WHEN list_has_any(a.states, b.states) THEN 'shared'
            ELSE 'other'
        END AS state,
        CASE
            WHEN len(a.victims) = 0 OR len(b.victims) = 0 THEN 'unknown'
            WHEN list_has_any(a.victims, b.victims) THEN 'same'
            ELSE 'other'
        END AS victims,
        CASE
            WHEN a.dead IS NULL OR b.dead IS NULL THEN 'unknown'
            WHEN a.dead = b.dead THEN if(a.dead >= 10, 'equal_large', if(a.dead >= 3, 'equal', 'equal_small'))
            WHEN list_has_any(a.dead_figures, b.dead_figures) THEN 'one_figure'
            WHEN NOT (a.dead_exact AND b.dead_exact) AND coalesce(a.dead_low <= b.dead_high, true)
                AND coalesce(b.dead_low <= a.dead_high, true) AND ratio >= 0.5 THEN 'allowed'
            WHEN ratio >= 0.75 THEN 'near'
            WHEN ratio >= 0.5 AND (a.dead < b.dead) = (a.published_on < b.published_on) THEN 'grown'
            WHEN ratio >= 0.5 THEN 'differ'
            WHEN ratio >= 0.25 THEN 'far'
            ELSE 'very_far'
        END AS toll,
        CASE
            WHEN a.hurt IS NULL OR b.hurt IS NULL THEN 'unknown'
            WHEN a.hurt = b.hurt THEN if(a.hurt >= 3, 'equal', 'equal_small')
            WHEN least(a.hurt, b.hurt) >= 0.5 * greatest(a.hurt, b.hurt) THEN 'near'
            ELSE 'other'
        END AS hurt,
        CASE
            WHEN a.taken IS NULL OR b.taken IS NULL THEN 'unknown'
            WHEN a.taken = b.taken THEN if(a.taken >= 3, 'equal', 'equal_small')
            ELSE 'other'
        END AS taken,
        CASE
            WHEN len(a.persons) = 0 OR len(b.persons) = 0 THEN 'unknown'
            WHEN list_has_any(a.persons, b.persons) THEN 'shared'
            ELSE 'other'
        END AS person,
        CASE
            WHEN a.weapon IS NULL OR b.weapon IS NULL THEN 'unknown'
            WHEN a.weapon = b.weapon OR contains(a.weapon, b.weapon) OR contains(b.weapon, a.weapon) THEN 'same'
            ELSE 'other'
        END AS weapon,
        CASE
            WHEN len(a.targets) = 0 OR len(b.targets) = 0 THEN 'unknown'
            WHEN list_has_any(a.targets, b.targets) THEN 'same'
            ELSE 'other'
        END AS target,
        CASE
            WHEN a.quote_key = b.quote_key THEN 'copied'
            WHEN a.copy_group = b.copy_group THEN 'near_copy'
            ELSE 'unknown'
        END AS words
    FROM {pairs} AS pairs
    INNER JOIN resolution_records AS a ON a.n = pairs.a
    INNER JOIN resolution_records AS b ON b.n = pairs.b
)
