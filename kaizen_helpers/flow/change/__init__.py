"""From today to tomorrow: what changes, what it saves, who gains and loses, and what people say to it."""
