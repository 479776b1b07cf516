package io.reprise.store.fold;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The reducer {@code count-by-type}: counts a key's events by their type, the header {@code
 * ce_type}. The state is an Avro map from type to count, in the order of the types.
 */
public final class CountByTypeReducer implements ReducerProvider {
  private static final ReducerId ID = new ReducerId("count-by-type", 1);
  private static final String TYPE = "ce_type";
  private static final Schema STATE = Schema.createMap(Schema.create(Schema.Type.LONG));

  @Override
  public ReducerId id() {
    return ID;
  }

  @Override
  public Reducer create(SchemaLookup schemas) {
    return new Counting();
  }

  private static final class Counting implements Reducer {
    private @Nullable BinaryDecoder decoder;
    private @Nullable BinaryEncoder encoder;

    @Override
    public byte[] fold(byte @Nullable [] state, FoldEvent event) {
      var type =
          event
              .header(TYPE)
              .orElseThrow(() -> new UnfoldableEventException("it has no header " + TYPE));
      try {
        var counts = state == null ? new TreeMap<String, Long>() : decode(state);
        counts.merge(type, 1L, Long::sum);
        return encode(counts);
      } catch (IOException e) {
        throw new UncheckedIOException("a state of count-by-type cannot be read", e);
      }
    }

    private TreeMap<String, Long> decode(byte[] state) throws IOException {
      decoder = DecoderFactory.get().binaryDecoder(state, decoder);
      var counts = new TreeMap<String, Long>();
      for (long left = decoder.readMapStart(); left > 0; left = decoder.mapNext()) {
        for (long i = 0; i < left; i++) {
          counts.put(decoder.readString(), decoder.readLong());
        }
      }
      return counts;
    }

    private byte[] encode(TreeMap<String, Long> counts) throws IOException {
      var out = new ByteArrayOutputStream();
      encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
      encoder.writeMapStart();
      encoder.setItemCount(counts.size());
      for (var count : counts.entrySet()) {
        encoder.startItem();
        encoder.writeString(count.getKey());
        encoder.writeLong(count.getValue());
      }
      encoder.writeMapEnd();
      encoder.flush();
      return out.toByteArray();
    }

    @Override
    public Optional<Schema> stateSchema() {
      return Optional.of(STATE);
    }
  }
}
