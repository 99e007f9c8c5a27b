"""The register of staff malpractice (MIS-2): who is suspected of what, who looks into it, and how it ended."""
