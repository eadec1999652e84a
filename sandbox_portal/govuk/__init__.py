"""The design system: GOV.UK components, forms, charts, error pages and static files. Knows no other app.

Its words: component, look of a field, page form, tag (a coloured status word), reference (of a request).
"""
