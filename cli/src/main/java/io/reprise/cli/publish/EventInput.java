package io.reprise.cli.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.client.IngestClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from a file or from standard input: one event, one event on each line (NDJSON), or
 * an array of events. At most one batch is in memory. Confined to one thread; the caller closes
 * this object, which closes the stream.
 */
final class EventInput implements AutoCloseable {
  /** The largest number of events of an array, which is published with one request. */
  static final int LARGEST_ARRAY = 1_000;

  private static final int BATCH_EVENTS = 500;
  private static final long BATCH_CHARACTERS = 1 << 20;

  /** Reads one JSON value, and leaves the values after it for later calls. */
  private static final ObjectReader VALUE =
      Json.json().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String name;
  private final JsonParser parser;
  private final boolean isArray;
  private boolean isAtEnd;

  /**
   * Begins to read events.
   *
   * @param name the name of the input in error messages
   * @throws CommandFailure if the input is empty or does not begin as JSON
   */
  EventInput(String name, InputStream input) throws IOException {
    this.name = name;
    // A decoder reports bytes that are not UTF-8. A reader with a charset would replace them.
    this.parser =
        Json.json().createParser(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()));
    var first = nextToken();
    if (first == null) {
      throw new CommandFailure(ExitCode.USAGE, name + " is empty");
    }
    this.isArray = first == JsonToken.START_ARRAY;
    if (isArray) {
      isAtEnd = nextToken() == JsonToken.END_ARRAY;
    }
  }

  /**
   * Returns the next events in the order of the input; an array without events at the end of the
   * input. An array of events in the input is returned whole.
   *
   * @throws CommandFailure if the input is not JSON, or is an array of more than {@link
   *     #LARGEST_ARRAY} events. The events of this call are then not returned
   */
  ArrayNode next() throws IOException {
    var batch = IngestClient.batch();
    long from = offset();
    while (!isAtEnd
        && (isArray || batch.size() < BATCH_EVENTS && offset() - from < BATCH_CHARACTERS)) {
      batch.add(value());
      if (batch.size() > LARGEST_ARRAY) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s is an array of more than %d events: write one event on each line instead of an array, which has no limit, or split the array"
                .formatted(name, LARGEST_ARRAY));
      }
    }
    return batch;
  }

  private JsonNode value() throws IOException {
    try {
      JsonNode value = VALUE.readTree(parser);
      var after = parser.nextToken();
      isAtEnd = after == null || isArray && after == JsonToken.END_ARRAY;
      requireNoSchema(value);
      return value;
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, name + " is not UTF-8 text", e);
    }
  }

  private void requireNoSchema(JsonNode value) {
    boolean isRecordSchema =
        value.path("type").asText().equals("record")
            && value.path("fields").isArray()
            && !value.has("specversion");
    if (isRecordSchema) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is an Avro schema, not events: an event is a JSON object with specversion (\"1.0\"), id, source, type and data, where data has the fields of the schema; `reprise schemas register` registers a schema"
              .formatted(name));
    }
  }

  private @Nullable JsonToken nextToken() throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, name + " is not UTF-8 text", e);
    }
  }

  private CommandFailure notJson(JsonProcessingException e) {
    return new CommandFailure(
        ExitCode.USAGE, name + " is not JSON: " + JsonFault.of(e).sentence(), e);
  }

  private long offset() {
    return parser.currentLocation().getCharOffset();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
