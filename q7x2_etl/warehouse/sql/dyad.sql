-- Incidents in which both actors took part. Each is given by id, by name or by one of its aliases, whatever the case.
CREATE OR REPLACE MACRO dyad(p_a, p_b) AS TABLE
SELECT *
FROM incidents
WHERE incident_id IN (
    SELECT incident_id FROM incident_actors
    WHERE lower(actor_id) = lower(p_a) OR lower(name) = lower(p_a)
        OR actor_id IN (SELECT actor_id FROM actor_aliases WHERE lower(alias) = lower(p_a))
)
AND incident_id IN (
    SELECT incident_id FROM incident_actors
    WHERE lower(actor_id) = lower(p_b) OR lower(name) = lower(p_b)
        OR actor_id IN (SELECT actor_id FROM actor_aliases WHERE lower(alias) = lower(p_b))
)
ORDER BY date_start, incident_id;

COMMENT ON MACRO TABLE dyad IS 'Incidents between two actors, each given by id, name or alias: SELECT * FROM dyad(''Taliban'', ''ISKP'').';
