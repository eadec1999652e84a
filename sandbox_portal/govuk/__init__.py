"""The design system: GOV.UK components, forms, charts, error pages and static files. Knows no other app.

Its words: component, look (how a field is drawn), page form, tag (a coloured status word), reference (of a request).
"""
