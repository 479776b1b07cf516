package io.reprise.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Removes the attributes that Avro's code generator adds to a schema for Java. These attributes do
 * not affect the encoding of an event, so schemas are compared and registered without them.
 */
final class JavaTypes {
  private static final Set<String> NOTES =
      Set.of("avro.java.string", "java-class", "java-key-class", "java-element-class");
  private static final ObjectMapper JSON = new ObjectMapper();

  private JavaTypes() {}

  /**
   * Returns a copy of the schema without the attributes that the code generator adds. Returns the
   * schema itself if it has none of these attributes.
   */
  static Schema without(Schema schema) {
    var text = schema.toString();
    if (NOTES.stream().noneMatch(text::contains)) {
      return schema;
    }
    try {
      return new Schema.Parser().parse(stripped(JSON.readTree(text)).toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro writes schemas as JSON", e);
    }
  }

  private static JsonNode stripped(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(NOTES);
    }
    node.forEach(JavaTypes::stripped);
    return node;
  }
}
