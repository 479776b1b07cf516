package io.reprise.replay.target.http;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.UnprovenLeaseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends each record as a request to a service, at least once. The progress of a shard is committed
 * when the service has answered all records of a slice, so a crash repeats one slice at most. A
 * repeated request has the same idempotency key. The service cannot refuse a former owner of the
 * shard by itself, so a record is sent only while the lease is proven.
 */
public final class HttpTarget implements ReplayTarget {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  private final String name;
  private final TargetConfig.Http config;
  private final EventSchemas schemas;
  private final Backoff backoff;
  private final Ticker ticker;
  private final AddressRules rules;
  private final SecretFiles secrets;
  private final WebhookClient client;
  private final TargetPause pause;

  private HttpTarget(
      String name,
      TargetConfig.Http config,
      EventSchemas schemas,
      Backoff backoff,
      Ticker ticker,
      WebhookClient client) {
    this.name = name;
    this.config = config;
    this.schemas = schemas;
    this.backoff = backoff;
    this.ticker = ticker;
    this.client = client;
    this.rules = new AddressRules(name, config.url(), config.networks());
    this.secrets = new SecretFiles(name);
    this.pause = new TargetPause(name, Clock.systemUTC(), Ticker.SYSTEM);
  }

  /**
   * Creates the target without connecting to its service.
   *
   * @param schemas find the schemas of events, for the formats STRUCTURED and BINARY
   * @param backoff decides how long to wait before a request is repeated
   * @throws io.reprise.runtime.config.ConfigException if the file with the authorities cannot be
   *     read or is not valid
   */
  public static HttpTarget open(
      String name, TargetConfig.Http config, EventSchemas schemas, Backoff backoff) {
    return open(name, config, schemas, backoff, Ticker.SYSTEM);
  }

  /** As the other {@code open}, with a ticker that measures how long requests are repeated. */
  static HttpTarget open(
      String name,
      TargetConfig.Http config,
      EventSchemas schemas,
      Backoff backoff,
      Ticker patience) {
    var client = new WebhookClient(name, config, Clock.systemUTC(), threads(name));
    return new HttpTarget(name, config, schemas, backoff, patience, client);
  }

  private static ExecutorService threads(String name) {
    return Executors.newFixedThreadPool(
        Math.max(2, Runtime.getRuntime().availableProcessors()),
        task -> {
          var thread = new Thread(task, "target-" + name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Checks that requests may go to the service, that its secrets can be read, and that it accepts
   * connections. Sends no request.
   *
   * @throws TargetRefusedException when the service has an address that is not allowed
   * @throws TargetUnavailableException when the service accepts no connection; a retry is safe
   * @throws io.reprise.replay.target.TargetLoginException when a secret cannot be read
   */
  @Override
  public TargetFacts facts() {
    var addresses = rules.require();
    var unused = headers("", 0);
    requireConnection(addresses);
    return TargetFacts.notATopic(name, promise());
  }

  private String promise() {
    return "at least one %s to %s for each record: a crash of a worker repeats up to %d records of a shard, with the same %s"
        .formatted(
            config.method(),
            withoutQuery(config.url()),
            config.window(),
            RequestHeaders.IDEMPOTENCY_KEY);
  }

  private static String withoutQuery(URI url) {
    var text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  private void requireConnection(List<InetAddress> addresses) {
    var reason = "it has no address";
    for (var address : addresses) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port()), (int) CONNECT_LIMIT.toMillis());
        return;
      } catch (IOException e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    throw new TargetUnavailableException(
        "the service of target '%s' accepts no connection at %s, port %d (%s)"
            .formatted(name, config.url().getHost(), port(), reason));
  }

  private int port() {
    int port = config.url().getPort();
    return port >= 0 ? port : config.url().getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private RequestHeaders headers(String replay, long leaseEpoch) {
    var keys = config.signingKeys();
    return new RequestHeaders(
        secrets.headers(config.headers()),
        keys == null ? List.of() : secrets.signingKeys(keys),
        replay,
        leaseEpoch);
  }

  /** Refuses formats that need the schemas of events if the worker knows no schema registry. */
  @Override
  public void requireAccepts(String topic, Ordering ordering) {
    if (config.format() == TargetConfig.BodyFormat.VALUE) {
      return;
    }
    try {
      var unused = schemas.latest(topic);
    } catch (NoRegistryException e) {
      throw new TargetRefusedException(
          "target '%s' sends data as JSON (format %s), and the configuration of this worker names no schema registry: set registry in the configuration of every worker, or format to VALUE"
              .formatted(name, config.format()),
          e);
    }
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }

  /**
   * As {@link ReplayTarget#open}. Reads the secrets again, so that a changed file is used from the
   * next claim of a shard on.
   *
   * @throws TargetUnavailableException while the service has asked to get no requests
   * @throws io.reprise.replay.target.TargetLoginException when a secret cannot be read
   */
  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    pause.requireShort(RequestWindow.PATIENCE);
    var headers = headers(delivery.replay(), delivery.leaseEpoch());
    var shard = delivery.replay() + "/" + delivery.shard();
    var load = new RequestLoad(Ticker.SYSTEM);
    var window =
        new RequestWindow(
            name,
            delivery.ordering() == Ordering.PARTITION ? 1 : config.concurrency(),
            call -> load.measured(() -> client.send(call, headers)),
            pause,
            backoff,
            ticker,
            client.executor(),
            delivery.leaseIsProven(),
            () -> new UnprovenLeaseException(shard, delivery.leaseEpoch()));
    return new HttpTargetWriter(delivery, format(), rules, pause, window, load, config.window());
  }

  private BodyWriter format() {
    return switch (config.format()) {
      case STRUCTURED -> new StructuredEventBody(new EventJson(schemas));
      case BINARY -> new BinaryEventBody(new EventJson(schemas));
      case VALUE -> new ValueBody();
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
