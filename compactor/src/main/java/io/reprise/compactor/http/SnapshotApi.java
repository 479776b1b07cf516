package io.reprise.compactor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.reprise.compactor.fold.CompactionRun;
import io.reprise.compactor.fold.KeyLocation;
import io.reprise.compactor.fold.NotServingException;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.FieldPath;
import io.reprise.runtime.access.MaskedValue;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.ResourceFinder;
import io.reprise.runtime.http.Routes;
import io.reprise.runtime.json.Json;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers a request for a key with the key's newest state, or redirects the client to the instance
 * that folds the key's partition. While the states of a partition are being restored, a request for
 * one of its keys is answered 503. Thread-safe.
 */
final class SnapshotApi implements Consumer<Routes> {
  private final Supplier<RunningCompactor> serving;
  private final String cacheControl;
  private final String scheme;

  /**
   * @param scheme the scheme of the URLs of all instances
   */
  SnapshotApi(Supplier<RunningCompactor> serving, Duration maxAge, String scheme) {
    this.scheme = scheme;
    this.serving = serving;
    this.cacheControl = "max-age=%d, must-revalidate".formatted(maxAge.toSeconds());
  }

  @Override
  public void accept(Routes routes) {
    var read = Permission.onTopic(Action.READ, ResourceFinder.topicInPath("topic"));
    routes.get(
        "/api/v1/snapshots/{topic}/{reducer}/<key>",
        read,
        ctx -> snapshot(ctx, ctx.pathParam("key")));
    // The key is a query parameter here. This route serves keys that a URL path cannot contain: the
    // empty key, or keys with . or .. between slashes.
    routes.get("/api/v1/snapshots/{topic}/{reducer}", read, ctx -> snapshot(ctx, keyOfQuery(ctx)));
  }

  private static String keyOfQuery(Context ctx) {
    var key = ctx.queryParam("key");
    if (key == null) {
      throw new IllegalArgumentException("key is missing: add it to the path, or as ?key=<key>");
    }
    return key;
  }

  private void snapshot(Context ctx, String text) {
    var topic = ctx.pathParam("topic");
    var caller = Caller.of(ctx);
    var mask = caller.mask(topic);
    var hidden = mask.hiddenOf(FieldPath.ofKey());
    if (hidden.isPresent()) {
      throw caller.searchesByMasked(topic, "the request", hidden.get());
    }
    var run = serving.get().find(topic, ctx.pathParam("reducer"));
    var key = text.getBytes(StandardCharsets.UTF_8);
    var located = run.locate(key);
    if (located instanceof KeyLocation.Here here) {
      answer(ctx, run, here.partition(), text, mask);
    } else if (located instanceof KeyLocation.There there) {
      redirect(ctx, there.host());
    } else {
      throw new NotServingException(
          "partitions of %s are being assigned: ask again in a moment"
              .formatted(run.topics().compaction().topics()));
    }
  }

  private void redirect(Context ctx, String host) {
    var query = ctx.queryString();
    ctx.header(
        "Location",
        scheme + "://" + host + ctx.req().getRequestURI() + (query == null ? "" : "?" + query));
    ctx.status(307);
  }

  private void answer(Context ctx, CompactionRun run, int partition, String key, FieldMask mask) {
    var found = run.read(partition, key.getBytes(StandardCharsets.UTF_8));
    byte[] state = found.map(KeyState::state).orElse(null);
    if (state == null) {
      throw SnapshotProblems.unknownKey(ctx.pathParam("topic"), key);
    }
    var provenance = found.orElseThrow().provenance();
    var format = StateFormat.accepted(ctx.header("Accept"));
    var coding = ContentCoding.accepted(ctx.header("Accept-Encoding"));
    describe(ctx, provenance);
    var masked = mask.valueOf(state, bytes -> json(run, bytes));
    if (masked != null) {
      answerMasked(ctx, format, coding, masked);
      return;
    }
    var tag = EntityTag.of(provenance, format, coding);
    ctx.header("ETag", tag.text());
    ctx.header("Cache-Control", cacheControl(ctx));
    if (tag.isNamedIn(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    send(ctx, format, coding, format == StateFormat.BYTES ? state : text(json(run, state)));
  }

  private static void describe(Context ctx, Provenance provenance) {
    ctx.header("Vary", "Accept, Accept-Encoding");
    ctx.header("Reprise-Partition", String.valueOf(provenance.partition()));
    ctx.header("Reprise-Offset", String.valueOf(provenance.lastOffset()));
    ctx.header("Reprise-Events", String.valueOf(provenance.events()));
    ctx.header("Reprise-Parked", String.valueOf(provenance.parked()));
  }

  /**
   * Returns how long an answer may be kept, and by whom: a cache that others share must not give it
   * to a caller from whom something is hidden.
   */
  private String cacheControl(Context ctx) {
    return Caller.of(ctx).principal().isPresent() ? "private, " + cacheControl : cacheControl;
  }

  /**
   * Answers with a state of which something is hidden. The answer has no entity tag, and no cache
   * may keep it, because the policy may change.
   */
  private static void answerMasked(
      Context ctx, StateFormat format, ContentCoding coding, MaskedValue masked) {
    if (format == StateFormat.BYTES) {
      throw new ProblemException(
          Problem.of(
              403,
              "masked",
              "Masked",
              "the bytes of the state are not shown, because %s: send the header Accept: application/json"
                  .formatted(masked.reason())));
    }
    ctx.header("Cache-Control", "no-store");
    ctx.header("Reprise-Masked", masked.reason());
    send(ctx, format, coding, text(masked.json()));
  }

  private JsonNode json(CompactionRun run, byte[] state) {
    return serving.get().json().of(run.topics().compaction().provider(), state);
  }

  private static byte[] text(JsonNode state) {
    try {
      return Json.json().writeValueAsBytes(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  private static void send(Context ctx, StateFormat format, ContentCoding coding, byte[] plain) {
    ctx.disableCompression();
    ctx.contentType(format.mediaType());
    if (coding != ContentCoding.IDENTITY) {
      ctx.header("Content-Encoding", coding.token());
    }
    ctx.result(coding.encode(plain));
  }
}
