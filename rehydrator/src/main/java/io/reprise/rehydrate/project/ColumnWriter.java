package io.reprise.rehydrate.project;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Receives a row's values in the order of its columns; null becomes SQL NULL. Each method throws
 * {@link IllegalArgumentException} when the next column is of another type. Confined to one thread.
 */
public interface ColumnWriter {

  ColumnWriter text(@Nullable String value);

  ColumnWriter bytes(byte @Nullable [] value);

  /** Writes a JSON document, given in UTF-8. */
  ColumnWriter json(byte @Nullable [] document);

  ColumnWriter bool(@Nullable Boolean value);

  ColumnWriter integer(@Nullable Integer value);

  ColumnWriter bigint(@Nullable Long value);

  ColumnWriter real(@Nullable Double value);

  /** Writes a point in time with microsecond precision; nanoseconds are cut off. */
  ColumnWriter timestamp(@Nullable Instant value);

  ColumnWriter date(@Nullable LocalDate value);

  ColumnWriter uuid(@Nullable UUID value);
}
