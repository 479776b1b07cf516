package io.reprise.replay.transform;

import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.RecordEventView;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.ExpressionValue;
import io.reprise.store.select.UnreadableValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Changes data that is Avro with a schema id. Reads it as the schema that the plan names, whatever
 * it was written with, so that fields under an old name are masked too or left out. Confined to one
 * thread, because an instance reuses its buffers.
 */
final class AvroTransform implements RecordTransform {
  private final EventSchemas schemas;
  private final Schema read;
  private final Schema changed;
  private final int writeId;
  private final List<Step> steps;
  private final @Nullable Step newKey;
  private final Map<Integer, GenericDatumReader<IndexedRecord>> readers = new HashMap<>();
  private final GenericDatumWriter<IndexedRecord> changedWriter;
  private final @Nullable GenericDatumReader<IndexedRecord> resolver;
  private final GenericDatumWriter<IndexedRecord> writer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable BinaryEncoder encoder;
  private @Nullable BinaryDecoder decoder;

  private record Step(OutputField.Source source, List<MaskedPath> masks) {}

  /**
   * @param read the schema as which data is read
   * @param write the schema with which changed data is written, and which can read data of the
   *     changed shape
   * @param key the key of hashes; null if no step hashes
   */
  AvroTransform(
      EventSchemas schemas,
      Schema read,
      ChangedShape shape,
      Schema write,
      int writeId,
      @Nullable MaskKey key) {
    this.schemas = schemas;
    this.read = read;
    this.writeId = writeId;
    this.changed = shape.isKept() && write.equals(read) ? write : shape.schema(write);
    this.steps = shape.fields().stream().map(field -> step(field, key)).toList();
    this.newKey = shape.key().map(field -> step(field, key)).orElse(null);
    this.changedWriter = new GenericDatumWriter<>(changed);
    this.resolver = changed.equals(write) ? null : new GenericDatumReader<>(changed, write);
    this.writer = new GenericDatumWriter<>(write);
  }

  private static Step step(OutputField field, @Nullable MaskKey key) {
    var masks = new ArrayList<MaskedPath>();
    for (var mask : field.masks()) {
      masks.add(new MaskedPath(mask.names(), new TextMask(mask.how(), key)));
    }
    return new Step(field.source(), masks);
  }

  @Override
  public TransformResult apply(ConsumerRecord<byte[], byte[]> record) {
    var value = record.value();
    if (value == null) {
      return newKey == null
          ? new TransformResult.Changed(record)
          : new TransformResult.Faulty(
              "it is a tombstone, which has no data for the new key of rekey");
    }
    var id = WireFormat.schemaId(value);
    if (id.isEmpty()) {
      return new TransformResult.Faulty("its value is not Avro with a schema id");
    }
    try {
      var data = decode(value, id.getAsInt());
      var output = new GenericData.Record(changed);
      for (int i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        var result = valueOf(step.source(), data, record);
        if (result instanceof ExpressionValue.Result.Faulty faulty) {
          return new TransformResult.Faulty(
              "set of %s has no result: %s"
                  .formatted(changed.getFields().get(i).name(), faulty.reason()));
        }
        output.put(i, masked(((ExpressionValue.Result.Value) result).value(), step.masks()));
      }
      return changed(record, data, output);
    } catch (UnreadableValueException e) {
      return new TransformResult.Faulty(String.valueOf(e.getMessage()));
    } catch (IOException | AvroRuntimeException | ClassCastException e) {
      // Avro reports values that do not fit a schema with several types of exceptions.
      return new TransformResult.Faulty("its changed data does not fit the schema of the target");
    }
  }

  private TransformResult changed(
      ConsumerRecord<byte[], byte[]> record, IndexedRecord data, IndexedRecord output)
      throws IOException {
    if (newKey == null) {
      return new TransformResult.Changed(copy(record, record.key(), encode(output)));
    }
    var result = valueOf(newKey.source(), data, record);
    if (result instanceof ExpressionValue.Result.Faulty faulty) {
      return new TransformResult.Faulty("rekey has no result: " + faulty.reason());
    }
    var value = masked(((ExpressionValue.Result.Value) result).value(), newKey.masks());
    return value == null
        ? new TransformResult.Faulty("its new key is null")
        : new TransformResult.Changed(copy(record, KeyBytes.of(value), encode(output)));
  }

  private IndexedRecord decode(byte[] value, int id) {
    var reader = readers.computeIfAbsent(id, i -> new GenericDatumReader<>(schemas.byId(i), read));
    int length = value.length - WireFormat.PREFIX_BYTES;
    decoder = DecoderFactory.get().binaryDecoder(value, WireFormat.PREFIX_BYTES, length, decoder);
    try {
      return reader.read(null, decoder);
    } catch (IOException | RuntimeException e) {
      // Avro reports broken bytes and schemas that do not fit with many types of exceptions.
      throw new UnreadableValueException(
          "its value of schema %d cannot be read as the schema of the plan".formatted(id));
    }
  }

  private static ExpressionValue.Result valueOf(
      OutputField.Source source, IndexedRecord data, ConsumerRecord<byte[], byte[]> record) {
    if (source instanceof OutputField.Source.Computed computed) {
      return computed.value().of(new RecordEventView(record));
    }
    return new ExpressionValue.Result.Value(
        data.get(((OutputField.Source.Read) source).position()));
  }

  private static @Nullable Object masked(@Nullable Object value, List<MaskedPath> masks) {
    var result = value;
    for (var mask : masks) {
      result = mask.masked(result);
    }
    return result;
  }

  private byte[] encode(IndexedRecord output) throws IOException {
    var avro = bytes(changedWriter, output);
    if (resolver != null) {
      var resolved = resolver.read(null, DecoderFactory.get().binaryDecoder(avro, null));
      avro = bytes(writer, resolved);
    }
    return WireFormat.frame(writeId, avro);
  }

  private byte[] bytes(GenericDatumWriter<IndexedRecord> by, IndexedRecord data)
      throws IOException {
    bytes.reset();
    encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
    by.write(data, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static ConsumerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> record, byte @Nullable [] key, byte[] value) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        key == null ? -1 : key.length,
        value.length,
        key,
        value,
        record.headers(),
        record.leaderEpoch());
  }
}
