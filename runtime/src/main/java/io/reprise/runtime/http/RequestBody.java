package io.reprise.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;

/**
 * Reads request bodies. A body longer than {@link HttpConfig#maxBody()} is answered 413 before it
 * is kept in memory.
 */
public final class RequestBody {
  private static final String ABSENT = "{}";

  private RequestBody() {}

  /** The body as it was sent; empty when the request has none. */
  public static byte[] bytes(Context ctx) {
    return ctx.bodyAsBytes();
  }

  /**
   * Reads a JSON object into a record. Unknown keys are refused by name.
   *
   * @throws InvalidBodyException if the body is missing or is not such an object
   */
  public static <T extends Record> T read(Context ctx, Class<T> type) {
    if (bytes(ctx).length == 0) {
      throw new InvalidBodyException("the body is missing: send a JSON object");
    }
    return parse(ctx.body(), type);
  }

  /**
   * Reads a JSON object into a record. A missing body is read as an object without keys.
   *
   * @throws InvalidBodyException if the body is not such an object
   */
  public static <T extends Record> T readOptional(Context ctx, Class<T> type) {
    return parse(bytes(ctx).length == 0 ? ABSENT : ctx.body(), type);
  }

  private static <T extends Record> T parse(String json, Class<T> type) {
    try {
      JsonNode body = Json.json().readTree(json);
      if (!body.isObject()) {
        throw new InvalidBodyException("the body must be a JSON object");
      }
      return Json.json().treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw new InvalidBodyException(JsonFault.of(e), e);
    }
  }
}
