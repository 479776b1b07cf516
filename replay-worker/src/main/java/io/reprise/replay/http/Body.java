package io.reprise.replay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.json.Json;

/** Request bodies, as records. */
final class Body {
  private Body() {}

  /**
   * Reads a JSON object; unknown keys are refused by name.
   *
   * @throws JsonProcessingException answered 400, with the field
   */
  static <T extends Record> T read(Context ctx, Class<T> type) throws JsonProcessingException {
    var body = Json.json().readTree(ctx.bodyAsBytes().length == 0 ? "{}" : ctx.body());
    if (!body.isObject()) {
      throw new ProblemException(
          Problem.of(400, "invalid-json", "Invalid JSON", "the body must be a JSON object"));
    }
    return Json.json().treeToValue(body, type);
  }
}
