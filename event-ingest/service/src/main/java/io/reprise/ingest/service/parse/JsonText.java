package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.RequestRefusedException;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;

/** Parses JSON from untrusted senders. Field names of the JSON are not kept after the request. */
final class JsonText {
  /**
   * Interning of field names is off, because interned names would stay in a cache of the process,
   * and senders choose the names.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private JsonText() {}

  /** Reads the tokens of one JSON value and returns a result computed from them. */
  interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * Parses a text that is one JSON value. {@code reading} starts at the value's first token and
   * must leave the value's last token current.
   *
   * @throws RequestRefusedException if the text is not JSON; the message says at which position
   */
  static <T> T read(byte[] text, Reading<T> reading) {
    try (var parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw invalid("the body is empty");
      }
      var read = reading.read(parser);
      if (parser.nextToken() != null) {
        throw invalid("there is more text after the end of the JSON value");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw invalid(JsonFault.of(e).sentence());
    } catch (IOException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static RequestRefusedException invalid(String detail) {
    return new RequestRefusedException(new Refusal(Refusal.Reason.INVALID_JSON, detail));
  }
}
