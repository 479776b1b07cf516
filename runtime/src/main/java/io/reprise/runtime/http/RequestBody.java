package io.reprise.runtime.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Reads request bodies. If a body is longer than {@link HttpConfig#maxBody()}, every method ends
 * the request with status 413 before the whole body is in memory. Stateless and thread-safe.
 */
public final class RequestBody {
  private static final byte[] ABSENT = {'{', '}'};
  private static final Pattern JSON_TYPE =
      Pattern.compile(
          "application/([\\w.-]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * The highest {@code Content-Length} for which an array is reserved before the body has arrived.
   * Without this limit, a client could make the server reserve memory by announcing a long body
   * that the client never sends.
   */
  private static final long MOST_RESERVED_BYTES = 16 << 20;

  /**
   * Reads JSON, but refuses null as an element of a list or as a value of a map, because no request
   * needs such a null.
   */
  private static final ObjectMapper WITHOUT_NULLS =
      Json.json().copy().setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));

  private RequestBody() {}

  /** Returns the body as it was sent; an empty array if the request has no body. */
  public static byte[] bytes(Context ctx) {
    return ctx.bodyAsBytes();
  }

  /**
   * Returns the body as it was sent, like {@link #bytes(Context)}, but with fewer copies in memory.
   * If the request announces the length of the body, the body is read directly into an array of
   * that length. The body can be read only once: after this call, the other methods of this class
   * find no body.
   *
   * @param config the configuration of the server, whose limit a body must not exceed
   * @throws UncheckedIOException if the client closed the connection before the end of the body
   */
  public static byte[] bytesOnce(Context ctx, HttpConfig config) {
    long announced = ctx.req().getContentLengthLong();
    if (announced <= 0 || announced > Math.min(config.maxBody().bytes(), MOST_RESERVED_BYTES)) {
      return bytes(ctx);
    }
    var body = new byte[(int) announced];
    try {
      int read = ctx.req().getInputStream().readNBytes(body, 0, body.length);
      return read == body.length ? body : Arrays.copyOf(body, read);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the body of a request", e);
    }
  }

  /**
   * Reads a JSON object into a record. The body is UTF-8, as RFC 8259 says, whatever charset the
   * request names.
   *
   * @throws InvalidBodyException if the body is missing, is not a JSON object, has an unknown key,
   *     or has a value that {@code type} refuses
   * @throws ProblemException with status 415 if the request does not say that its body is JSON
   */
  public static <T extends Record> T read(Context ctx, Class<T> type) {
    requireJson(ctx);
    if (bytes(ctx).length == 0) {
      throw new InvalidBodyException("the body is missing: send a JSON object");
    }
    return parse(bytes(ctx), type);
  }

  /**
   * Reads a JSON object into a record, and reads a missing body as an object without keys.
   *
   * @throws InvalidBodyException if the body is not a JSON object, has an unknown key, or has a
   *     value that {@code type} refuses
   * @throws ProblemException with status 415 if the request has a body and does not say that it is
   *     JSON
   */
  public static <T extends Record> T readOptional(Context ctx, Class<T> type) {
    requireJson(ctx);
    var body = bytes(ctx);
    return parse(body.length == 0 ? ABSENT : body, type);
  }

  /**
   * Refuses a body that is not declared as JSON. A page of another site cannot send a request with
   * such a declaration unless the service allows it, but could send the same text as {@code
   * text/plain}.
   */
  private static void requireJson(Context ctx) {
    long announced = ctx.req().getContentLengthLong();
    boolean hasBody = announced > 0 || ctx.header("Transfer-Encoding") != null;
    var type = ctx.contentType();
    if (hasBody && (type == null || !JSON_TYPE.matcher(type).matches())) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported-content",
              "Unsupported content",
              "Content-Type is %s: send application/json"
                  .formatted(type == null ? "missing" : "'" + type + "'")));
    }
  }

  private static <T extends Record> T parse(byte[] json, Class<T> type) {
    try (var parser = Json.json().createParser(json)) {
      return WITHOUT_NULLS.treeToValue(object(parser), type);
    } catch (JsonProcessingException e) {
      throw new InvalidBodyException(JsonFault.of(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a text in memory", e);
    }
  }

  /** Reads a text that must contain exactly one JSON object. */
  private static ObjectNode object(JsonParser parser) throws IOException {
    try {
      TreeNode body = Json.json().reader().readTree(parser);
      if (!(body instanceof ObjectNode object)) {
        throw new InvalidBodyException("the body must be a JSON object");
      }
      return object;
    } catch (StreamConstraintsException e) {
      // The exception itself does not say where the parser stopped.
      throw new StreamConstraintsException(e.getOriginalMessage(), parser.currentLocation());
    }
  }
}
