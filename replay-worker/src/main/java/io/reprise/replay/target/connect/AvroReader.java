package io.reprise.replay.target.connect;

import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import io.reprise.store.select.WriterSchemas;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads data that is Avro with a schema id, with the schema that it was written with. Confined to
 * the thread of the shard.
 */
final class AvroReader implements ValueReader {
  private final WriterSchemas schemas;
  private final Map<Integer, Known> known = new HashMap<>();

  /** A schema of the registry, and the same schema for the connector. */
  private record Known(
      org.apache.avro.Schema avro, Schema schema, GenericDatumReader<@Nullable Object> reader) {}

  AvroReader(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public SchemaAndValue read(byte @Nullable [] bytes) throws UnfitValueException {
    if (bytes == null) {
      return SchemaAndValue.NULL;
    }
    var id = WireFormat.schemaId(bytes);
    if (id.isEmpty()) {
      throw new UnfitValueException("is not Avro with a schema id");
    }
    return read(bytes, id.getAsInt());
  }

  private SchemaAndValue read(byte[] bytes, int id) throws UnfitValueException {
    int start = WireFormat.PREFIX_BYTES;
    try {
      var schema = known.computeIfAbsent(id, this::find);
      var decoder = DecoderFactory.get().binaryDecoder(bytes, start, bytes.length - start, null);
      var data = schema.reader.read(null, decoder);
      return new SchemaAndValue(schema.schema, ConnectData.value(data, schema.avro, schema.schema));
    } catch (UnreadableValueException | DataException e) {
      throw new UnfitValueException("cannot be decoded: " + e.getMessage());
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UnfitValueException("cannot be decoded with schema " + id + " of its prefix");
    }
  }

  private Known find(int id) {
    var avro = schemas.byId(id);
    return new Known(avro, ConnectSchemas.of(avro), new GenericDatumReader<>(avro));
  }
}
