package io.reprise.archiver.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import org.jspecify.annotations.Nullable;

/** What a request asks for, or a problem that says what to change. */
final class RequestValues {
  private RequestValues() {}

  static <T> T body(Context ctx, Class<T> type) {
    try {
      var read = Json.json().readValue(ctx.body(), type);
      if (read == null) {
        throw invalid("the body is missing: send a JSON object");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw invalid(JsonFault.of(e).sentence());
    }
  }

  static String topic(Context ctx) {
    var topic = ctx.queryParam("topic");
    if (topic == null || topic.isBlank()) {
      throw invalid("topic is missing: add ?topic=<name>");
    }
    return topic;
  }

  static Number number(Context ctx, String name, Number otherwise) {
    var text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number < 0) {
        throw invalid(name + " is " + number + ": give 0 or more");
      }
      return number;
    } catch (NumberFormatException e) {
      throw invalid("%s is '%s': give a whole number".formatted(name, text));
    }
  }

  static String operator(Context ctx) {
    var name = ctx.header("Reprise-Operator");
    return name == null ? "unknown" : name;
  }

  static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing: give one");
    }
    return value;
  }

  static ProblemException invalid(String detail) {
    return new ProblemException(Problem.of(400, "invalid-request", "Invalid request", detail));
  }
}
