-- One row an actor: what it took part in, between which days, in which roles.
CREATE OR REPLACE VIEW actor_activity AS
SELECT
    incident_actors.actor_id,
    incident_actors.name,
    min(incident_actors.kind) AS kind,
    count(DISTINCT incidents.incident_id) AS n_incidents,
    count(DISTINCT incidents.incident_id) FILTER (incident_actors.role = 'perpetrator') AS n_as_perpetrator,
    count(DISTINCT incidents.incident_id) FILTER (incident_actors.role = 'participant') AS n_as_participant,
    count(DISTINCT incidents.incident_id) FILTER (incident_actors.role = 'target') AS n_as_target,
    min(incidents.date_start) AS first_date,
    max(incidents.date_end) AS last_date,
    list(DISTINCT incidents.country ORDER BY incidents.country) FILTER (incidents.country IS NOT NULL) AS countries
FROM incident_actors
INNER JOIN incidents ON incidents.incident_id = incident_actors.incident_id
GROUP BY incident_actors.actor_id, incident_actors.name;

COMMENT ON VIEW actor_activity IS
'One row an actor of incidents: number of incidents, in which roles, first and last date, countries.';
