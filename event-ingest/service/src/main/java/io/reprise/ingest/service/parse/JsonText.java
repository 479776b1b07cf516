package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.RequestRefusedException;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;

/** JSON as the outside world sends it: nothing learnt from it is kept for good. */
final class JsonText {
  /** Interned names would be a stranger's names kept for as long as the process lives. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private JsonText() {}

  /** Reads tokens and hands on what it made of them. */
  interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * Reads a whole text; the reading starts at its first token and must leave the last one current.
   *
   * @throws RequestRefusedException that says where the text is not JSON
   */
  static <T> T read(byte[] text, Reading<T> reading) {
    try (var parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw invalid("the body is empty");
      }
      var read = reading.read(parser);
      if (parser.nextToken() != null) {
        throw invalid("there is more behind the end of the JSON value");
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
