package io.reprise.runtime.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.runtime.access.Token;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The metrics of a service, scraped before, during and after a fault, as Prometheus would store
 * them: each series has the labels {@code job} and {@code instance}, {@code up} says whether a
 * scrape was answered, and a series that a scrape lacks is stale.
 *
 * <p>Scrapes follow each other as fast as a test makes them. For the alert rules, they are a fixed
 * time apart, so that a rule that looks at the last hour does not make a test take an hour. Gauges
 * of real time, such as the age of something, stay real.
 *
 * <p>Confined to one thread.
 */
public final class ScrapedSeries {
  /** The name that every scraped service has as an instance. */
  public static final String INSTANCE = "service:1";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final String MISSING = "_";
  private static final String STALE = "stale";

  private final HttpClient http;
  private final String job;
  private final Duration step;
  private final Predicate<String> wanted;
  private String authorization = "";
  private final Map<String, StringBuilder> values = new LinkedHashMap<>();
  private final Map<String, Boolean> present = new HashMap<>();
  private Map<String, String> newest = Map.of();
  private int steps;
  private int faultBegin = -1;
  private int faultEnd = -1;

  /**
   * Creates series without a sample.
   *
   * @param job the job's name in Prometheus, such as {@code reprise-ingest}
   * @param step the time between two scrapes, for the alert rules
   */
  public ScrapedSeries(String job, Duration step) {
    this(job, step, HttpClient.newHttpClient());
  }

  /** The same, with an HTTP client that trusts the service's certificate. */
  public ScrapedSeries(String job, Duration step, HttpClient http) {
    this.job = job;
    this.step = step;
    this.http = http;
    this.wanted = AlertRules.metricNames()::contains;
  }

  /** Sends a token with each scrape that follows. */
  public ScrapedSeries withToken(Token token) {
    authorization = "Bearer " + token.secret();
    return this;
  }

  /** Scrapes a service {@code times} times. */
  public void scrape(URI service, int times) {
    for (int i = 0; i < times; i++) {
      newest = read(service);
      append(newest);
    }
  }

  /** Scrapes a service for as long as an alert with this time needs. */
  public void scrapeFor(URI service, Duration time) {
    scrape(service, (int) (time.toMillis() / step.toMillis()) + 2);
  }

  /**
   * Scrapes a service until a condition holds, and keeps only the last of these scrapes, as if
   * Prometheus had scraped the service then.
   *
   * @throws AssertionError with the newest samples, if the condition does not hold in time
   */
  public void scrapeWhen(URI service, BooleanSupplier condition) {
    // A service that has a fault may lose threads, and start others.
    await()
        .dontCatchUncaughtExceptions()
        .atMost(LIMIT)
        .pollInterval(POLL)
        .untilAsserted(
            () -> {
              newest = read(service);
              assertThat(condition.getAsBoolean()).as("condition on %s", newest).isTrue();
            });
    append(newest);
  }

  /** The samples before this call are those of a healthy service; the next ones of a fault. */
  public void faultBegins() {
    faultBegin = steps;
  }

  /** The fault is over: an alert must have fired by now, and must be clear at the last sample. */
  public void faultIsOver() {
    faultEnd = steps;
  }

  /**
   * Returns the newest value of a series, by its name and labels as the service shows them; NaN if
   * the newest scrape lacks it.
   */
  public double newest(String series) {
    return Double.parseDouble(newest.getOrDefault(labelled(series), "NaN"));
  }

  private Map<String, String> read(URI service) {
    var samples = new LinkedHashMap<String, String>();
    try {
      var request = HttpRequest.newBuilder(service.resolve("/metrics")).timeout(ANSWER_LIMIT);
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        samples.put(labelled("up"), "1");
        answer.body().lines().filter(this::isWanted).forEach(line -> add(line, samples));
      }
    } catch (IOException e) {
      // The service does not answer, which the sample of up says.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    samples.putIfAbsent(labelled("up"), "0");
    return samples;
  }

  private boolean isWanted(String line) {
    return !line.startsWith("#") && wanted.test(line.replaceFirst("[{ ].*", ""));
  }

  private void add(String line, Map<String, String> samples) {
    int space = line.lastIndexOf(' ');
    samples.put(labelled(line.substring(0, space)), plain(line.substring(space + 1)));
  }

  /** Returns a number without an exponent. */
  private static String plain(String value) {
    return Double.isFinite(Double.parseDouble(value.replace("Inf", "Infinity")))
        ? new BigDecimal(value).toPlainString()
        : value;
  }

  private String labelled(String series) {
    var labels = "job=\"%s\",instance=\"%s\"".formatted(job, INSTANCE);
    int brace = series.indexOf('{');
    return brace < 0
        ? series + "{" + labels + "}"
        : series.substring(0, brace + 1) + labels + "," + series.substring(brace + 1);
  }

  private void append(Map<String, String> samples) {
    samples.keySet().forEach(series -> values.computeIfAbsent(series, this::unseen));
    values.forEach(
        (series, all) -> {
          var value = samples.get(series);
          boolean before = Boolean.TRUE.equals(present.put(series, value != null));
          all.append(' ').append(value != null ? value : before ? STALE : MISSING);
        });
    steps++;
  }

  private StringBuilder unseen(String series) {
    return new StringBuilder((" " + MISSING).repeat(steps));
  }

  String job() {
    return job;
  }

  Duration step() {
    return step;
  }

  int faultBegin() {
    return require(faultBegin, "faultBegins");
  }

  int faultEnd() {
    return require(faultEnd, "faultIsOver");
  }

  int steps() {
    return steps;
  }

  private static int require(int mark, String call) {
    if (mark < 0) {
      throw new IllegalStateException(call + " was not called");
    }
    return mark;
  }

  /** Returns the values of all series in the notation of promtool. */
  Map<String, String> notation() {
    var all = new LinkedHashMap<String, String>();
    values.forEach((series, samples) -> all.put(series, samples.toString().strip()));
    return all;
  }
}
