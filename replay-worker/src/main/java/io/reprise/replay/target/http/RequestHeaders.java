package io.reprise.replay.target.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The headers of the requests of one lease of a shard. Immutable.
 *
 * @param configured headers from the configuration, with their secret values
 * @param keys the secrets that sign the requests; empty if requests are not signed
 * @param replay id of the replay
 * @param leaseEpoch the lease epoch; a service can refuse requests of a lease below the highest
 *     that it has seen of a partition of a replay
 */
record RequestHeaders(
    Map<String, String> configured, List<WebhookSignature> keys, String replay, long leaseEpoch) {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String REPLAY = "Reprise-Replay";
  static final String LEASE = "Reprise-Lease-Epoch";

  RequestHeaders {
    configured = Map.copyOf(configured);
    keys = List.copyOf(keys);
  }

  /**
   * Returns the headers of one request.
   *
   * @param now the time of this attempt, which the signatures cover
   */
  Map<String, String> of(Call call, Instant now) {
    var headers = new LinkedHashMap<>(configured);
    headers.putAll(call.body().headers());
    headers.put(IDEMPOTENCY_KEY, call.idempotencyKey());
    headers.put(REPLAY, replay);
    headers.put(LEASE, Long.toString(leaseEpoch));
    if (!keys.isEmpty()) {
      headers.put("webhook-id", call.id());
      headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
      headers.put("webhook-signature", signatures(call, now));
    }
    return headers;
  }

  private String signatures(Call call, Instant now) {
    return keys.stream()
        .map(key -> key.sign(call.id(), now, call.body().bytes()))
        .collect(Collectors.joining(" "));
  }

  /** Returns a text without the secret values. */
  @Override
  public String toString() {
    return "RequestHeaders " + configured.keySet();
  }
}
