package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.reprise.ingest.service.limit.Limits;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;

/**
 * Reads events in CloudEvents' JSON format (1.0.2) from a stream of tokens, in one pass. Confined
 * to one thread.
 */
final class JsonEventReader {
  /**
   * Attributes whose values must be JSON strings. The values of extensions may also be numbers or
   * booleans.
   */
  private static final Set<String> TEXTS =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema",
          "partitionkey");

  private final JsonParser parser;
  private final Limits limits;

  JsonEventReader(JsonParser parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /**
   * Reads the event that starts at the current token. Afterwards the event's last token is current.
   */
  ParsedEvent read() throws IOException {
    var draft = new EventDraft(limits);
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      parser.skipChildren();
      draft.fault("", "must be an object, a CloudEvent");
      return draft.finish(0);
    }
    long start = parser.currentTokenLocation().getByteOffset();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var token = parser.nextToken();
      switch (name) {
        case "data" -> draft.json(name, tree(draft).read(name));
        case "data_base64" -> base64(name, token, draft);
        default -> attribute(name, token, draft);
      }
    }
    PayloadFormat.settle(draft, limits);
    return draft.finish(parser.currentLocation().getByteOffset() - start);
  }

  private JsonTree tree(EventDraft draft) {
    return new JsonTree(parser, limits.mostDepth(), draft::fault);
  }

  private void base64(String name, JsonToken token, EventDraft draft) throws IOException {
    try {
      if (token == JsonToken.VALUE_STRING) {
        draft.data(name, new EventPayload.Bytes(Base64.getDecoder().decode(parser.getText())));
        return;
      }
    } catch (IllegalArgumentException e) {
      draft.fault(name, "is not Base64: " + e.getMessage());
      return;
    }
    parser.skipChildren();
    if (token != JsonToken.VALUE_NULL) {
      draft.fault(name, "must be Base64 text");
    }
  }

  private void attribute(String name, JsonToken token, EventDraft draft) throws IOException {
    switch (token) {
      case VALUE_STRING -> draft.attribute(name, parser.getText());
      case VALUE_NULL -> {}
      case VALUE_TRUE, VALUE_FALSE -> plain(name, draft);
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.INT) {
          plain(name, draft);
        } else {
          draft.fault(name, "must be a whole number of 32 bits, or text");
        }
      }
      default -> {
        parser.skipChildren();
        draft.fault(name, "must be text, a whole number, true or false");
      }
    }
  }

  private void plain(String name, EventDraft draft) throws IOException {
    if (TEXTS.contains(name)) {
      draft.fault(name, "must be text");
    } else {
      draft.attribute(name, parser.getText());
    }
  }
}
