-- Reports that a person judged to be no incident: they belong to no incident, and stay readable in reports.
CREATE OR REPLACE VIEW rejected_reports AS
SELECT
    report_id,
    judged_by,
    judged_at,
    reason,
    judgement_id
FROM judgements_in_force
WHERE decision IN ('not_an_incident', 'confirmed') AND report_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY judged_at DESC, judgement_id DESC) = 1
    AND decision = 'not_an_incident';

COMMENT ON VIEW rejected_reports IS
'Reports that a person judged to be no incident, with who, when and why; they belong to no incident.';
