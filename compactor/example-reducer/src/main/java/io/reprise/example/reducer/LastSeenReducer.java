package io.reprise.example.reducer;

import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.Reducer;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.fold.UnfoldableEventException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The reducer {@code last-seen}: keeps the time and type of a key's newest event. The time of an
 * event is its header {@code ce_time}, or the record's timestamp if there is no such header. An
 * event that is older than the state does not change it.
 */
public final class LastSeenReducer implements ReducerProvider {
  private static final ReducerId ID = new ReducerId("last-seen", 1);

  private static final Schema STATE =
      SchemaBuilder.record("LastSeen")
          .namespace("io.reprise.example")
          .fields()
          .name("time")
          .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
          .noDefault()
          .requiredString("type")
          .endRecord();

  @Override
  public ReducerId id() {
    return ID;
  }

  /** Creates the reducer without using {@code schemas}, because this reducer reads headers only. */
  @Override
  public Reducer create(SchemaLookup schemas) {
    return new LastSeen();
  }

  private static final class LastSeen implements Reducer {

    @Override
    public byte[] fold(byte @Nullable [] state, FoldEvent event) {
      var type =
          event
              .header("ce_type")
              .orElseThrow(() -> new UnfoldableEventException("it has no header ce_type"));
      long time = time(event);
      return state != null && time < time(state) ? state : encode(time, type);
    }

    /** Returns the Avro schema of the states. The compactor needs it to show states as JSON. */
    @Override
    public Optional<Schema> stateSchema() {
      return Optional.of(STATE);
    }

    private static long time(FoldEvent event) {
      var time = event.header("ce_time");
      try {
        return time.isEmpty() ? event.timestamp() : Instant.parse(time.get()).toEpochMilli();
      } catch (DateTimeParseException e) {
        throw new UnfoldableEventException("its ce_time '%s' is no time".formatted(time.get()));
      }
    }

    private static long time(byte[] state) {
      try {
        return DecoderFactory.get().binaryDecoder(state, null).readLong();
      } catch (IOException e) {
        throw new UncheckedIOException("a state of last-seen cannot be read", e);
      }
    }

    private static byte[] encode(long time, String type) {
      var out = new ByteArrayOutputStream();
      var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      try {
        encoder.writeLong(time);
        encoder.writeString(type);
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("an array takes all bytes", e);
      }
      return out.toByteArray();
    }
  }
}
