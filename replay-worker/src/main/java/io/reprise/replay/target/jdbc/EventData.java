package io.reprise.replay.target.jdbc;

import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import io.reprise.store.select.WriterSchemas;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the data of events, each with the schema that it was written with. Keeps the data of the
 * last record, because several columns may read it. Confined to the thread of the shard.
 */
final class EventData {
  private final WriterSchemas schemas;
  private final Map<Integer, GenericDatumReader<@Nullable Object>> readers = new HashMap<>();
  private @Nullable ConsumerRecord<byte[], byte[]> last;
  private @Nullable Object data;

  EventData(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * Returns the field of a record's data at a path; null if the record is a tombstone, or if its
   * data does not have the field.
   *
   * @param path names of fields, from the outer record to the inner one
   * @throws UnfitFieldException when the value of the record cannot be decoded
   * @throws io.reprise.store.select.SchemasUnavailableException when the registry does not answer;
   *     a retry is safe
   */
  @Nullable Object field(ConsumerRecord<byte[], byte[]> record, String[] path)
      throws UnfitFieldException {
    if (record != last) {
      data = record.value() == null ? null : decode(record.value());
      last = record;
    }
    Object found = data;
    Schema schema = null;
    for (var name : path) {
      if (!(found instanceof IndexedRecord parent)) {
        return null;
      }
      var field = parent.getSchema().getField(name);
      if (field == null) {
        return null;
      }
      found = parent.get(field.pos());
      schema = field.schema();
    }
    return found == null || schema == null ? null : AvroFields.value(found, schema);
  }

  private @Nullable Object decode(byte[] value) throws UnfitFieldException {
    var id = WireFormat.schemaId(value);
    if (id.isEmpty()) {
      throw new UnfitFieldException("its value is not Avro with a schema id");
    }
    try {
      var reader =
          readers.computeIfAbsent(
              id.getAsInt(), wanted -> new GenericDatumReader<>(schemas.byId(wanted)));
      int start = WireFormat.PREFIX_BYTES;
      return reader.read(
          null, DecoderFactory.get().binaryDecoder(value, start, value.length - start, null));
    } catch (UnreadableValueException e) {
      throw new UnfitFieldException("its value cannot be decoded: " + e.getMessage());
    } catch (IOException | org.apache.avro.AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UnfitFieldException(
          "its value cannot be decoded with schema " + id.getAsInt() + " of its prefix");
    }
  }
}
