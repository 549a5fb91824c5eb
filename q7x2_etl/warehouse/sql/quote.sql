-- Offsets are 0-based and end-exclusive; SQL counts from 1. quote(text, quote_start, quote_end) bridges the two.
CREATE OR REPLACE MACRO quote(p_text, p_start, p_end) AS substring(p_text, p_start + 1, p_end - p_start);

COMMENT ON MACRO quote IS 'The characters [p_start, p_end) of a text: quote(documents.text, quote_start, quote_end).';
