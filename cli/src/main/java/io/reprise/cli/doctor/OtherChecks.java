package io.reprise.cli.doctor;

import static io.reprise.cli.doctor.Finding.ok;
import static io.reprise.cli.doctor.Finding.problem;

import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.runtime.json.Durations;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.s3.StoreProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks the schema registry, the object store, the database, and the clocks of these systems. */
final class OtherChecks {
  /** A difference of clocks that is not a problem. Dates in HTTP have seconds only. */
  static final Duration SMALL = Duration.ofSeconds(5);

  private final Clock clock;

  /**
   * A system that answers HTTP.
   *
   * @param ca the PEM file with the authorities to trust if the address is {@code https}; null for
   *     those that the JDK trusts
   */
  record HttpSystem(URI address, @Nullable Path ca) {}

  OtherChecks(Clock clock) {
    this.clock = clock;
  }

  /** Checks that the registry answers, and that each topic has a schema. */
  List<Finding> registry(HttpSystem system, List<String> topics) {
    var findings = new ArrayList<Finding>();
    var at = system.address();
    try (var registry = SchemaRegistry.at(at, ClientTls.socketFactory(at, system.ca()))) {
      var subjects = registry.subjects();
      findings.add(
          ok("registry", place(at), "It answers and has %d subjects.".formatted(subjects.size())));
      for (var topic : topics) {
        var subject = SchemaRegistry.valueSubject(topic);
        if (!subjects.contains(subject)) {
          findings.add(
              problem(
                  "registry",
                  topic,
                  "The registry has no subject " + subject + ".",
                  "An ingest service refuses the events of a topic without a schema.",
                  "reprise schemas register --topic %s FILE.avsc".formatted(topic)));
        }
      }
    }
    return findings;
  }

  /** Checks that the store gives the guarantees that an archive needs, with small test writes. */
  List<Finding> store(S3Config config) {
    try (var store = S3ObjectStore.open(config)) {
      var findings = new ArrayList<Finding>();
      for (var found : StoreProbe.run(store, UUID.randomUUID().toString()).findings()) {
        findings.add(
            found.holds()
                ? ok("object store", config.bucket(), found.promise() + ".")
                : problem(
                    "object store",
                    config.bucket(),
                    "Not true of this store: " + found.promise() + ".",
                    "Needed for " + found.matters() + ".",
                    "Use a store with conditional writes (If-None-Match), or mode COPY."));
      }
      return findings;
    }
  }

  /** Checks that the store answers. Writes nothing. */
  List<Finding> readableStore(S3Config config) {
    try (var store = S3ObjectStore.open(config)) {
      StoreProbe.requireAnswer(store);
      return List.of(ok("object store", config.bucket(), "It answers."));
    }
  }

  /** Checks that the database answers and has the schema, and compares its clock. */
  List<Finding> database(RehydrateConfig.Target target) throws SQLException {
    var findings = new ArrayList<Finding>();
    try (var connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        var query =
            connection.prepareStatement(
                "select to_regnamespace(?) is not null,"
                    + " (extract(epoch from clock_timestamp()) * 1000)::bigint")) {
      query.setString(1, target.schema());
      try (var row = query.executeQuery()) {
        row.next();
        findings.add(
            row.getBoolean(1)
                ? ok("database", target.schema(), "It answers and has the schema.")
                : problem(
                    "database",
                    target.schema(),
                    "The database has no schema of this name.",
                    "A read model cannot be created.",
                    "create schema %s;".formatted(target.schema())));
        findings.add(difference("database", Instant.ofEpochMilli(row.getLong(2))));
      }
    }
    return findings;
  }

  /** Compares this machine's clock with the date of an HTTP answer. */
  List<Finding> clock(String system, HttpSystem at) throws IOException, InterruptedException {
    var client = HttpClient.newBuilder().sslContext(ClientTls.context(at.ca())).build();
    var request =
        HttpRequest.newBuilder(at.address())
            .timeout(Duration.ofSeconds(10))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    var date =
        client.send(request, HttpResponse.BodyHandlers.discarding()).headers().firstValue("Date");
    return date.isPresent()
        ? List.of(
            difference(
                system,
                ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()))
        : List.of(
            Finding.unknown(
                "clock",
                system,
                "Its answers have no date.",
                "Requests to S3 are refused if clocks differ by more than 15 minutes.",
                "Compare the clocks by hand."));
  }

  private Finding difference(String system, Instant there) {
    return difference(system, Duration.between(there, clock.instant()).abs());
  }

  /** Judges the difference between this machine's clock and another one. */
  static Finding difference(String system, Duration difference) {
    return difference.compareTo(SMALL) <= 0
        ? ok("clock", system, "Its clock differs by less than %s.".formatted(Durations.text(SMALL)))
        : problem(
            "clock",
            system,
            "Its clock differs by %s.".formatted(Durations.text(difference)),
            "Times of replays, the hot window of an archive and signatures of requests to S3"
                + " depend on clocks.",
            "Synchronise the clocks of both machines (NTP).");
  }

  /** Returns an address without user, password and path. */
  static String place(URI at) {
    return at.getHost() + (at.getPort() < 0 ? "" : ":" + at.getPort());
  }
}
