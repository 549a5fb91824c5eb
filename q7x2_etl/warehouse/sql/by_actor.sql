-- Incidents in which an actor took part. It is given by id, by name or by one of its aliases, whatever the case.
CREATE OR REPLACE MACRO by_actor(p_name) AS TABLE
SELECT *
FROM incidents
WHERE incident_id IN (
    SELECT incident_id FROM incident_actors
    WHERE lower(actor_id) = lower(p_name) OR lower(name) = lower(p_name)
        OR actor_id IN (SELECT actor_id FROM actor_aliases WHERE lower(alias) = lower(p_name))
)
ORDER BY date_start, incident_id;

COMMENT ON MACRO TABLE by_actor IS 'Incidents of one actor, given by id, name or alias: SELECT * FROM by_actor(''Daesh'').';
