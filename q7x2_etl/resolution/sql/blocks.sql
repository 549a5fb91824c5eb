-- Blocks: reports that share a key may be of one event. The rule is written in docs/METHODS.md.
-- `form`: day (sharp dates), month (one of the two is vague), copy (the same words or near-copies of one article).
SELECT DISTINCT n, vague, form, hash(form, country, unit) AS block
FROM (
    SELECT n, vague, 'day' AS form, country, unnest(generate_series(first_day, last_day + 1, INTERVAL 1 DAY))::DATE AS unit
    FROM {told}
    WHERE country IS NOT NULL AND first_day IS NOT NULL AND NOT vague
    UNION ALL
    SELECT n, vague, 'month', country, unnest(generate_series(
        date_trunc('month', first_day), date_trunc('month', last_day + 1), INTERVAL 1 MONTH))::DATE
    FROM {told}
    WHERE country IS NOT NULL AND first_day IS NOT NULL AND n_days <= 400
)
UNION ALL
SELECT n, vague, 'copy', hash('quote', quote_key) FROM {told} WHERE quote_key IS NOT NULL
UNION ALL
SELECT n, vague, 'copy', hash('copies', copy_group) FROM {told};
