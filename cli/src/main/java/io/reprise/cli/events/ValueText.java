package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Shows a record's value as JSON: Avro is decoded with its registered schema, UTF-8 is shown as
 * text, and everything else, including Avro whose schema cannot be read, is shown as Base64.
 */
final class ValueText {
  private final SchemaRegistry registry;

  ValueText(SchemaRegistry registry) {
    this.registry = registry;
  }

  JsonNode of(JsonNode base64) {
    if (!base64.isTextual()) {
      return NullNode.instance;
    }
    var bytes = Base64.getDecoder().decode(base64.asText());
    var id = WireFormat.schemaId(bytes);
    if (id.isPresent()) {
      try {
        return AvroJson.decode(bytes, WireFormat.PREFIX_BYTES, registry.byId(id.getAsInt()));
      } catch (UnknownSchemaException | RegistryUnreachableException | IllegalArgumentException e) {
        return base64;
      }
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return TextNode.valueOf(text);
    } catch (CharacterCodingException e) {
      return base64;
    }
  }
}
