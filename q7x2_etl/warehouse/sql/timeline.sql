-- Incidents by month and country: how many, and how many deaths were stated.
-- An incident counts in the month its interval begins; one without a date is in the row whose month is null.
CREATE OR REPLACE VIEW timeline AS
SELECT
    CAST(date_trunc('month', date_start) AS DATE) AS month_start,
    country,
    event_type,
    count(*) AS n_incidents,
    count(deaths_best) AS n_incidents_with_toll,
    CAST(sum(deaths_low) AS BIGINT) AS deaths_low,
    CAST(sum(deaths_best) AS BIGINT) AS deaths_best,
    CAST(sum(deaths_high) AS BIGINT) AS deaths_high
FROM incidents
WHERE stage = 'accomplished'
GROUP BY ALL;

COMMENT ON VIEW timeline IS
'Accomplished incidents by month, country and type, with the sums of their stated death tolls (null: none stated).';
