package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.context.Address;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.Suggestion;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls the HTTP API of replay workers. Thread-safe. Every failure is a {@code CommandFailure} with
 * an exit code.
 */
public final class WorkerClient {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration VERIFY_LIMIT = Duration.ofHours(6);

  private final ServiceClient http;

  /**
   * Creates a client of the replay workers at these addresses.
   *
   * @param addresses base URLs of workers; every worker can answer every request
   */
  public WorkerClient(List<URI> addresses) {
    this.http = new ServiceClient("replay worker", addresses);
  }

  /** Creates a client of the replay workers at this address. */
  public WorkerClient(Address address) {
    this.http = new ServiceClient("replay worker", address);
  }

  /** Returns the plan of a replay spec. No replay is created. */
  public JsonNode plan(JsonNode spec) {
    return reading(spec.at("/source/topic").asText(), () -> post("/api/v1/plans", spec.toString()));
  }

  /**
   * Returns a sample of the records that a plan covers, with an estimate of how many its filter
   * selects.
   *
   * @param spec the spec of the plan
   * @param records how many selected records, and how many others, the sample shows at most
   */
  public JsonNode sample(JsonNode spec, int records) {
    return post("/api/v1/plans/sample?records=" + records, spec.toString());
  }

  /**
   * Creates and starts a replay. The worker makes a plan of {@code spec} again, and refuses the
   * request if the new plan has another hash than {@code planHash}, or if an earlier replay has
   * delivered offsets of the plan into the same target.
   */
  public JsonNode start(JsonNode spec, String planHash) {
    return start(spec, startRequest(planHash));
  }

  /**
   * Creates and starts a replay as {@link #start} does, even if an earlier replay has delivered
   * offsets of the plan into the same target.
   */
  public JsonNode startAgain(JsonNode spec, String planHash) {
    return start(spec, planHash, Set.of("again"));
  }

  /**
   * Creates and starts a replay as {@link #start} does, and accepts what a worker otherwise
   * refuses.
   *
   * @param accepted the fields of the request that accept something: {@code again}, {@code
   *     allowSideEffects}
   */
  public JsonNode start(JsonNode spec, String planHash, Set<String> accepted) {
    var request = startRequest(planHash);
    accepted.forEach(field -> request.put(field, true));
    return start(spec, request);
  }

  /**
   * Creates a replay that does not start yet. The worker makes a plan of {@code spec} again, and
   * refuses the request if the new plan has another hash than {@code planHash}.
   */
  public JsonNode create(JsonNode spec, String planHash) {
    var request = Json.json().createObjectNode().put("planHash", planHash);
    return start(spec, request);
  }

  /**
   * Starts a replay that was created and not started. The worker refuses the request if the plan of
   * the replay has another hash than {@code planHash}.
   *
   * @param accepted the fields of the request that accept something: {@code again}, {@code
   *     allowSideEffects}
   */
  public JsonNode startPlanned(String id, String planHash, Set<String> accepted) {
    var request = Json.json().createObjectNode().put("planHash", planHash);
    accepted.forEach(field -> request.put(field, true));
    return post(path(id, "/start"), request.toString());
  }

  private static ObjectNode startRequest(String planHash) {
    return Json.json().createObjectNode().put("planHash", planHash).put("start", true);
  }

  private JsonNode start(JsonNode spec, ObjectNode request) {
    request.set("spec", spec);
    return post("/api/v1/replays", request.toString());
  }

  /**
   * Lists replays.
   *
   * @param query the query string of the request. For an empty query, the result is an array of all
   *     replays, the oldest first. For a query such as {@code ?state=RUNNING&limit=50}, the result
   *     is one page, the newest replay first
   */
  public JsonNode list(String query) {
    return get("/api/v1/replays" + query);
  }

  /** Returns one replay as an object with {@code summary}, {@code plan} and {@code shards}. */
  public JsonNode replay(String id) {
    return get(path(id, ""));
  }

  /**
   * Requests an action on a replay and returns the replay as the worker's response shows it.
   *
   * @param action {@code pause}, {@code resume}, {@code cancel} or {@code retry}
   */
  public JsonNode act(String id, String action) {
    return post(path(id, "/" + action), "{}");
  }

  /**
   * Approves a replay that waits for an approval, which starts it.
   *
   * @param planHash the hash of the plan that the approver has read
   */
  public JsonNode approve(String id, String planHash) {
    return post(path(id, "/approve"), planHash(planHash).toString());
  }

  /**
   * Refuses a replay that waits for an approval, which cancels it.
   *
   * @param comment why, for the person who has requested the start
   */
  public JsonNode refuse(String id, String planHash, String comment) {
    return post(path(id, "/refuse"), planHash(planHash).put("comment", comment).toString());
  }

  private static ObjectNode planHash(String planHash) {
    return Json.json().createObjectNode().put("planHash", planHash);
  }

  /** Replaces the rate limits of a replay and returns the replay. */
  public JsonNode throttle(String id, JsonNode throttle) {
    return http.json("PUT", path(id, "/throttle"), throttle.toString(), LIMIT);
  }

  /** Returns the present receipt of a replay. The receipt may change until the replay has ended. */
  public JsonNode receipt(String id) {
    return get(path(id, "/receipt"));
  }

  /**
   * Verifies the receipt of a replay against the source topic and the target, which may take hours.
   */
  public JsonNode verify(String id) {
    return http.json("POST", path(id, "/verify"), "{}", VERIFY_LIMIT);
  }

  /**
   * Streams a summary of the replay after each change, as server-sent events. The caller closes the
   * stream.
   */
  public Stream<String> events(String id) {
    return http.events(path(id, "/events"));
  }

  public JsonNode topics() {
    return get("/api/v1/topics");
  }

  public JsonNode topic(String topic) {
    return reading(topic, () -> get("/api/v1/topics/" + encode(topic)));
  }

  /**
   * Returns, for each partition of a topic, the offset of the first record whose timestamp is at or
   * after a time; the committed end if the partition has no such record.
   */
  public JsonNode offsetsAt(String topic, Instant time) {
    var path = "/api/v1/topics/%s/offsets?time=%s".formatted(encode(topic), time);
    return reading(topic, () -> get(path));
  }

  /**
   * Reads one page of the records of a topic's partition.
   *
   * @param query the query string of the request, such as {@code ?from=3&to=9&limit=100}
   */
  public JsonNode records(String topic, int partition, String query) {
    var path =
        "/api/v1/topics/%s/partitions/%d/records%s".formatted(encode(topic), partition, query);
    return reading(topic, () -> get(path));
  }

  /** Lists the consumer groups that have committed offsets. */
  public JsonNode groups() {
    return get("/api/v1/groups");
  }

  /** Returns a consumer group with the partitions of which it has offsets. */
  public JsonNode group(String group) {
    return get(groupPath(group, ""));
  }

  /** Returns the moves of a consumer group that are kept, newest first. */
  public JsonNode groupMoves(String group) {
    return get(groupPath(group, "/moves"));
  }

  /** Returns the plan of a move of a consumer group. Nothing is changed. */
  public JsonNode planGroupMove(String group, JsonNode move) {
    return reading(
        move.path("topic").asText(), () -> post(groupPath(group, "/plans"), move.toString()));
  }

  /**
   * Moves a consumer group. The worker makes the plan again, and refuses the request if the new
   * plan has another hash than {@code planHash}.
   */
  public JsonNode moveGroup(String group, JsonNode move, String planHash, String reason) {
    var request = Json.json().createObjectNode().put("planHash", planHash).put("reason", reason);
    request.set("move", move);
    return post(groupPath(group, "/moves"), request.toString());
  }

  private static String groupPath(String group, String rest) {
    return "/api/v1/groups/" + encode(group) + rest;
  }

  /**
   * Counts the parked records of a topic by cause. Each condition that is null is met by all
   * records.
   *
   * @param replay id of the replay that parked the records, or its beginning
   * @param fingerprint fingerprint of the cause, or its beginning
   * @param from the earliest time of parking
   */
  public JsonNode parkedCauses(
      String topic, @Nullable String replay, @Nullable String fingerprint, @Nullable Instant from) {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    if (replay != null) {
      query.add("replay=" + encode(replay));
    }
    if (fingerprint != null) {
      query.add("fingerprint=" + encode(fingerprint));
    }
    if (from != null) {
      query.add("from=" + from);
    }
    return reading(topic, () -> get("/api/v1/topics/%s/parked%s".formatted(encode(topic), query)));
  }

  public JsonNode targets() {
    return get("/api/v1/targets");
  }

  public JsonNode worker() {
    return get("/api/v1/worker");
  }

  /**
   * Calls {@code request}, which reads a topic. If there is no such topic, throws a failure that
   * suggests the topic with the most similar name. The worker's own message advises to create the
   * topic, which helps nobody who wants to read it.
   */
  private JsonNode reading(String topic, Supplier<JsonNode> request) {
    try {
      return request.get();
    } catch (CommandFailure e) {
      var missing = "topic '%s' does not exist".formatted(topic);
      if (!String.valueOf(e.getMessage()).startsWith(missing)) {
        throw e;
      }
      throw new CommandFailure(
          e.exitCode(), "%s on this cluster: %s".formatted(missing, similarTopic(topic)), e);
    }
  }

  private String similarTopic(String topic) {
    var names = new ArrayList<String>();
    try {
      topics().forEach(each -> names.add(each.path("topic").asText()));
    } catch (CommandFailure e) {
      return "check the name";
    }
    var similar = Suggestion.similar(topic, names, 1);
    return similar.isEmpty()
        ? "check the name; `reprise topics list` shows the topics"
        : "did you mean '%s'?".formatted(similar.get(0));
  }

  private JsonNode get(String path) {
    return http.json("GET", path, "", LIMIT);
  }

  private JsonNode post(String path, String body) {
    return http.json("POST", path, body, LIMIT);
  }

  private static String path(String id, String rest) {
    return "/api/v1/replays/" + encode(id) + rest;
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
