-- The incidents of the warehouse, oldest first. deaths_low and deaths_high are null where no number was told.
SELECT
    date_start AS day,
    event_type,
    place_name AS place,
    country,
    side_a,
    side_b,
    deaths_low AS low,
    deaths_best AS best,
    deaths_high AS high,
    n_reports AS reports
FROM incidents
ORDER BY date_start NULLS LAST, incident_id
