-- The database of the schema registry, beside that of the read models.
CREATE DATABASE registry;
