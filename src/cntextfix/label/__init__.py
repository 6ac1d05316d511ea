"""From lines to labelled blocks, fields and outline."""
