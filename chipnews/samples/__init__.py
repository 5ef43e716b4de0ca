"""Sample news for the demo and the tests: six invented outlets and the loopback server that publishes them.

Every outlet, author, quotation and story in here is invented. The companies and the chips exist; what is told
of them is made up, even where it looks like something that happened. One file per article lies under
`articles/<outlet>/` (`articles.py` says how it is written), one page template per outlet under `templates/`;
`outlets.toml` says how each outlet publishes.
"""
