-- Incidents within p_km kilometres of a point, nearest first (great circle on a sphere of 6371 km).
CREATE OR REPLACE MACRO near(p_lat, p_lon, p_km) AS TABLE
SELECT incidents.*, distance_km
FROM incidents,
    LATERAL (
        SELECT 2 * 6371 * asin(least(1, sqrt(
            power(sin(radians(latitude - p_lat) / 2), 2)
            + cos(radians(p_lat)) * cos(radians(latitude)) * power(sin(radians(longitude - p_lon) / 2), 2)
        ))) AS distance_km
    )
WHERE distance_km <= p_km
ORDER BY distance_km, incident_id;

COMMENT ON MACRO TABLE near IS 'Incidents within p_km kilometres of a point: SELECT * FROM near(36.7, 65.8, 50).';
