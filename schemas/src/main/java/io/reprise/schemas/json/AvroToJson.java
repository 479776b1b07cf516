package io.reprise.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Converts Avro's generic values to plain JSON. */
final class AvroToJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AvroToJson() {}

  static JsonNode json(@Nullable Object value, Schema schema) {
    if (value == null) {
      return JSON.nullNode();
    }
    var logical = LogicalTypeJson.of(schema);
    if (logical != null) {
      return logical.fromPlain(value, schema);
    }
    return switch (schema.getType()) {
      case RECORD -> object((IndexedRecord) value);
      case ARRAY -> list((Collection<?>) value, schema.getElementType());
      case MAP -> map((Map<?, ?>) value, schema.getValueType());
      case UNION ->
          json(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
      case INT -> JSON.numberNode((Integer) value);
      case LONG -> JSON.numberNode((Long) value);
      case FLOAT -> JSON.numberNode((Float) value);
      case DOUBLE -> JSON.numberNode((Double) value);
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case BYTES -> base64((ByteBuffer) value);
      case FIXED -> base64(ByteBuffer.wrap(((GenericFixed) value).bytes()));
      default -> TextNode.valueOf(value.toString());
    };
  }

  private static JsonNode object(IndexedRecord value) {
    var object = JSON.objectNode();
    for (var field : value.getSchema().getFields()) {
      object.set(field.name(), json(value.get(field.pos()), field.schema()));
    }
    return object;
  }

  private static JsonNode list(Collection<?> values, Schema element) {
    var array = JSON.arrayNode(values.size());
    values.forEach(value -> array.add(json(value, element)));
    return array;
  }

  private static JsonNode map(Map<?, ?> values, Schema element) {
    var object = JSON.objectNode();
    values.forEach((key, value) -> object.set(String.valueOf(key), json(value, element)));
    return object;
  }

  private static JsonNode base64(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return TextNode.valueOf(Base64.getEncoder().encodeToString(copy));
  }
}
