package io.reprise.rehydrate.postgres.copy;

import io.reprise.rehydrate.project.ColumnType;
import io.reprise.rehydrate.project.ColumnWriter;
import io.reprise.rehydrate.project.ProjectedColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a projection as fields of COPY, and checks each against its column's type.
 */
public final class CopyColumns implements ColumnWriter {
  // The day from which PostgreSQL counts dates and timestamps: 2000-01-01.
  private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long EPOCH_DAYS = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int NANOS_A_MICRO = 1_000;

  private final CopyBuffer out;
  private final List<ProjectedColumn> columns;
  private int next;

  public CopyColumns(CopyBuffer out, List<ProjectedColumn> columns) {
    this.out = out;
    this.columns = columns;
  }

  public void begin() {
    next = 0;
  }

  public void end() {
    if (next != columns.size()) {
      throw new IllegalArgumentException(
          "the projection wrote %d of %d columns".formatted(next, columns.size()));
    }
  }

  /**
   * Checks that the next column has this type. Writes NULL and returns false if {@code value} is
   * null; otherwise returns true, and the caller writes the value.
   */
  private boolean fill(ColumnType type, @Nullable Object value) {
    var column = next < columns.size() ? columns.get(next) : null;
    if (column == null || column.type() != type) {
      throw new IllegalArgumentException(
          "the projection wrote %s as its value %d, which is %s"
              .formatted(
                  type.postgres(),
                  next + 1,
                  column == null
                      ? "one too many"
                      : column.name() + " of type " + column.type().postgres()));
    }
    next++;
    if (value == null) {
      out.nullField();
    }
    return value != null;
  }

  @Override
  public ColumnWriter text(@Nullable String value) {
    if (fill(ColumnType.TEXT, value) && value != null) {
      out.field(value.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  @Override
  public ColumnWriter bytes(byte @Nullable [] value) {
    if (fill(ColumnType.BYTEA, value) && value != null) {
      out.field(value);
    }
    return this;
  }

  @Override
  public ColumnWriter json(byte @Nullable [] document) {
    if (fill(ColumnType.JSONB, document) && document != null) {
      out.jsonb(document);
    }
    return this;
  }

  @Override
  public ColumnWriter bool(@Nullable Boolean value) {
    if (fill(ColumnType.BOOLEAN, value) && value != null) {
      out.field(value.booleanValue());
    }
    return this;
  }

  @Override
  public ColumnWriter integer(@Nullable Integer value) {
    if (fill(ColumnType.INTEGER, value) && value != null) {
      out.field(value.intValue());
    }
    return this;
  }

  @Override
  public ColumnWriter bigint(@Nullable Long value) {
    if (fill(ColumnType.BIGINT, value) && value != null) {
      out.field(value.longValue());
    }
    return this;
  }

  @Override
  public ColumnWriter real(@Nullable Double value) {
    if (fill(ColumnType.DOUBLE, value) && value != null) {
      out.field(Double.doubleToLongBits(value));
    }
    return this;
  }

  @Override
  public ColumnWriter timestamp(@Nullable Instant value) {
    if (fill(ColumnType.TIMESTAMPTZ, value) && value != null) {
      out.field(
          (value.getEpochSecond() - EPOCH_SECONDS) * MICROS_A_SECOND
              + value.getNano() / NANOS_A_MICRO);
    }
    return this;
  }

  @Override
  public ColumnWriter date(@Nullable LocalDate value) {
    if (fill(ColumnType.DATE, value) && value != null) {
      out.field((int) (value.toEpochDay() - EPOCH_DAYS));
    }
    return this;
  }

  @Override
  public ColumnWriter uuid(@Nullable UUID value) {
    if (fill(ColumnType.UUID, value) && value != null) {
      out.field(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }
    return this;
  }
}
