package io.reprise.replay.target.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import io.reprise.store.select.WriterSchemas;

/**
 * Reads the data of events as JSON, each with the schema that it was written with.
 *
 * @param schemas find the schemas
 */
record EventJson(WriterSchemas schemas) {
  /**
   * Reads the value of a record.
   *
   * @throws UnfitRecordException when the value is not Avro with a schema id, or cannot be decoded
   * @throws io.reprise.store.select.SchemasUnavailableException when the registry does not answer;
   *     a retry is safe
   */
  JsonNode read(byte[] value) throws UnfitRecordException {
    var id = WireFormat.schemaId(value);
    if (id.isEmpty()) {
      throw new UnfitRecordException("its value is not Avro with a schema id");
    }
    try {
      return AvroJson.decode(value, WireFormat.PREFIX_BYTES, schemas.byId(id.getAsInt()));
    } catch (UnreadableValueException e) {
      throw new UnfitRecordException("its value cannot be decoded: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UnfitRecordException(
          "its value cannot be decoded with schema " + id.getAsInt() + " of its prefix");
    }
  }
}
