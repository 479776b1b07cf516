package io.reprise.ingest.service.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the answers to events as JSON, in the order of the events. */
final class EventResponseWriter {
  private static final int USUAL_BYTES_PER_ANSWER = 64;

  private EventResponseWriter() {}

  static byte[] one(EventAnswer answer) {
    return write(1, json -> write(answer, json));
  }

  static byte[] list(List<EventAnswer> answers) {
    return write(answers.size(), json -> writeAll(answers, json));
  }

  /** Writes a problem whose member {@code results} holds the answers to all events. */
  static byte[] problem(Problem problem, List<EventAnswer> answers) {
    return write(
        answers.size(),
        json -> {
          json.writeStartObject();
          json.writeStringField("type", problem.type());
          json.writeStringField("title", problem.title());
          json.writeNumberField("status", problem.status());
          json.writeStringField("detail", problem.detail());
          json.writeFieldName("results");
          writeAll(answers, json);
          json.writeEndObject();
        });
  }

  private interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] write(int answers, Body body) {
    var bytes = new ByteArrayOutputStream(64 + answers * USUAL_BYTES_PER_ANSWER);
    try (var json = Json.json().createGenerator(bytes)) {
      body.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("JSON was not written to a byte array", e);
    }
    return bytes.toByteArray();
  }

  private static void writeAll(List<EventAnswer> answers, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (var answer : answers) {
      write(answer, json);
    }
    json.writeEndArray();
  }

  private static void write(EventAnswer answer, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (answer instanceof EventAnswer.Stored stored) {
      json.writeStringField("status", "stored");
      json.writeNumberField("partition", stored.partition());
      json.writeNumberField("offset", stored.offset());
      json.writeBooleanField("duplicate", stored.duplicate());
    } else if (answer instanceof EventAnswer.Rejected rejected) {
      json.writeStringField("status", "rejected");
      json.writePOJOField("problem", RefusalProblems.of(rejected.refusal()));
    } else if (answer instanceof EventAnswer.Unknown unknown) {
      json.writeStringField("status", "unknown");
      json.writePOJOField("problem", RefusalProblems.outcomeUnknown(unknown.cause()));
    }
    json.writeEndObject();
  }
}
