package io.reprise.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes one JSON value as Avro binary, field by field, and collects the faults. After the first
 * fault, the Avro bytes are unusable; the remaining fields are still written, but only to find
 * further faults.
 *
 * <p>Confined to one thread, used once.
 */
final class JsonToAvro {
  private final Encoder out;
  private final List<FieldFault> faults = new ArrayList<>();

  JsonToAvro(Encoder out) {
    this.out = out;
  }

  List<FieldFault> faults() {
    return faults;
  }

  void write(JsonNode value, Schema schema, String path) throws IOException {
    if (faults.size() >= AvroConversion.MOST_FAULTS) {
      return;
    }
    switch (schema.getType()) {
      case RECORD -> writeRecord(value, schema, path);
      case ARRAY -> writeArray(value, schema, path);
      case MAP -> writeMap(value, schema, path);
      case UNION -> writeUnion(value, schema, path);
      case ENUM -> writeEnum(value, schema, path);
      case NULL -> writeNull(value, path);
      default -> writeScalar(value, schema, path);
    }
  }

  private void writeRecord(JsonNode value, Schema schema, String path) throws IOException {
    if (!value.isObject()) {
      fault(path, value, "an object");
      return;
    }
    for (var field : schema.getFields()) {
      var given = value.get(field.name());
      var fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
      if (given != null) {
        write(given, field.schema(), fieldPath);
      } else if (field.hasDefaultValue()) {
        writeDefault(field);
      } else {
        fault(fieldPath, "is missing, and the schema has no default for it");
      }
    }
    noteUnknownFields(value, schema, path);
  }

  private void writeDefault(Schema.Field field) throws IOException {
    new GenericDatumWriter<>(field.schema()).write(GenericData.get().getDefaultValue(field), out);
  }

  private void noteUnknownFields(JsonNode value, Schema schema, String path) {
    for (var names = value.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (schema.getField(name) == null) {
        fault(
            path.isEmpty() ? name : path + "." + name,
            "is not in schema %s, which has %s"
                .formatted(
                    schema.getFullName(),
                    schema.getFields().stream()
                        .map(Schema.Field::name)
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  private void writeArray(JsonNode value, Schema schema, String path) throws IOException {
    if (!value.isArray()) {
      fault(path, value, "a list");
      return;
    }
    out.writeArrayStart();
    out.setItemCount(value.size());
    for (int i = 0; i < value.size(); i++) {
      out.startItem();
      write(value.get(i), schema.getElementType(), path + "[" + i + "]");
    }
    out.writeArrayEnd();
  }

  private void writeMap(JsonNode value, Schema schema, String path) throws IOException {
    if (!value.isObject()) {
      fault(path, value, "an object");
      return;
    }
    out.writeMapStart();
    out.setItemCount(value.size());
    for (var entry : value.properties()) {
      out.startItem();
      out.writeString(entry.getKey());
      write(entry.getValue(), schema.getValueType(), path + "[" + entry.getKey() + "]");
    }
    out.writeMapEnd();
  }

  /**
   * Writes a value whose schema is a union. If the union has one branch besides null, the value
   * must fit this branch, and the faults that are found in it are reported. If the union has
   * several branches, the value is written with the first branch that it fits.
   */
  private void writeUnion(JsonNode value, Schema schema, String path) throws IOException {
    var branches = schema.getTypes();
    Integer only = null;
    int candidates = 0;
    for (int i = 0; i < branches.size(); i++) {
      boolean isNull = branches.get(i).getType() == Schema.Type.NULL;
      if (isNull && value.isNull()) {
        out.writeIndex(i);
        out.writeNull();
        return;
      }
      if (!isNull) {
        only = i;
        candidates++;
      }
    }
    if (only != null && candidates == 1) {
      out.writeIndex(only);
      write(value, branches.get(only), path);
    } else {
      writeFirstThatFits(value, branches, path);
    }
  }

  private void writeFirstThatFits(JsonNode value, List<Schema> branches, String path)
      throws IOException {
    for (int i = 0; i < branches.size(); i++) {
      var bytes = new ByteArrayOutputStream();
      var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      var attempt = new JsonToAvro(encoder);
      attempt.write(value, branches.get(i), path);
      if (attempt.faults.isEmpty()) {
        encoder.flush();
        out.writeIndex(i);
        out.writeFixed(bytes.toByteArray());
        return;
      }
    }
    fault(
        path,
        value,
        "one of " + branches.stream().map(Schema::getName).collect(Collectors.joining(", ")));
  }

  private void writeEnum(JsonNode value, Schema schema, String path) throws IOException {
    if (value.isTextual() && schema.hasEnumSymbol(value.asText())) {
      out.writeEnum(schema.getEnumOrdinal(value.asText()));
    } else {
      fault(path, value, "one of " + String.join(", ", schema.getEnumSymbols()));
    }
  }

  private void writeNull(JsonNode value, String path) throws IOException {
    if (value.isNull()) {
      out.writeNull();
    } else {
      fault(path, value, "null");
    }
  }

  private void writeScalar(JsonNode value, Schema schema, String path) throws IOException {
    try {
      var logical = LogicalTypeJson.of(schema);
      write(logical == null ? value : logical.toPlain(value, schema), schema);
    } catch (IllegalArgumentException e) {
      fault(path, value, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Writes a scalar. Throws IllegalArgumentException if the JSON value is of another type than the
   * schema requires; the message names the accepted type.
   */
  private void write(JsonNode value, Schema schema) throws IOException {
    switch (schema.getType()) {
      case STRING -> {
        require(value.isTextual(), "text");
        out.writeString(value.asText());
      }
      case BOOLEAN -> {
        require(value.isBoolean(), "true or false");
        out.writeBoolean(value.asBoolean());
      }
      case INT -> {
        require(value.isIntegralNumber() && value.canConvertToInt(), "a whole number of 32 bits");
        out.writeInt(value.asInt());
      }
      case LONG -> {
        require(value.isIntegralNumber() && value.canConvertToLong(), "a whole number of 64 bits");
        out.writeLong(value.asLong());
      }
      case FLOAT -> {
        require(value.isNumber() && Float.isFinite(value.floatValue()), "a number");
        out.writeFloat(value.floatValue());
      }
      case DOUBLE -> {
        require(value.isNumber() && Double.isFinite(value.doubleValue()), "a number");
        out.writeDouble(value.asDouble());
      }
      case BYTES -> out.writeBytes(base64(value));
      case FIXED -> {
        var bytes = base64(value);
        require(
            bytes.length == schema.getFixedSize(),
            "Base64 of exactly " + schema.getFixedSize() + " bytes");
        out.writeFixed(bytes);
      }
      default -> throw new IllegalStateException("not a scalar: " + schema.getType());
    }
  }

  private static byte[] base64(JsonNode value) {
    require(value.isTextual() || value.isBinary(), "Base64 text");
    try {
      return value.isBinary() ? value.binaryValue() : Base64.getDecoder().decode(value.asText());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("Base64 text", e);
    }
  }

  private static void require(boolean fits, String wanted) {
    if (!fits) {
      throw new IllegalArgumentException(wanted);
    }
  }

  private void fault(String path, JsonNode found, String wanted) {
    fault(path, "must be %s, not %s".formatted(wanted, ValueDescription.inWords(found)));
  }

  private void fault(String path, String reason) {
    if (faults.size() < AvroConversion.MOST_FAULTS) {
      faults.add(new FieldFault(path, reason));
    }
  }
}
