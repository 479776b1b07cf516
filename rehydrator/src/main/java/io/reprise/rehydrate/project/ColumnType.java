package io.reprise.rehydrate.project;

/** The types that a projection can give its columns. */
public enum ColumnType {
  TEXT("text"),
  BYTEA("bytea"),
  JSONB("jsonb"),
  BOOLEAN("boolean"),
  INTEGER("integer"),
  BIGINT("bigint"),
  DOUBLE("double precision"),
  TIMESTAMPTZ("timestamp with time zone"),
  DATE("date"),
  UUID("uuid");

  private final String postgres;

  ColumnType(String postgres) {
    this.postgres = postgres;
  }

  /** Returns the type's name in PostgreSQL's catalogue. */
  public String postgres() {
    return postgres;
  }
}
