package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.BATCH;
import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.batch;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.get;
import static io.reprise.ingest.service.IngestFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every answer in these tests is held against the document, by {@link IngestFixture}. */
class OpenApiIT {
  private static final int MORE_THAN_A_BODY = 11 << 20;

  private static Backend backend;
  private static IngestService service;

  @BeforeAll
  static void start() {
    backend = Backend.start();
    backend.create("events", 1);
    service = IngestService.start(backend.config("documented", null));
  }

  @AfterAll
  static void stop() {
    service.close();
    backend.close();
  }

  @Test
  void servesTheCommittedDocument() {
    assertThat(get(service.uri(), "/api/v1/openapi.yaml").body()).isEqualTo(OpenApiContract.text());
  }

  @Test
  void answersEveryDocumentedGet() {
    assertThat(OpenApiContract.paths("get"))
        .isNotEmpty()
        .allSatisfy(path -> assertThat(get(service.uri(), path).statusCode()).isEqualTo(200));
  }

  @Test
  void showsEveryDocumentedStatusOfPublish() {
    var seen = new TreeSet<String>();

    see(seen, "events", STRUCTURED, event("one", "ada"));
    see(seen, "events", STRUCTURED, event("one", "ada"));
    see(seen, "events", BATCH, batch(event("two", "ada"), event("three", "ada")));
    see(seen, "events", BATCH, batch(event("four", "ada"), event("bad", "ada", "7")));
    see(seen, "events", BATCH, batch(event("bad", "ada", "7")));
    see(seen, "events", STRUCTURED, "{");
    see(seen, "events", STRUCTURED, "x".repeat(MORE_THAN_A_BODY));
    see(seen, "events", "image/png", "x");
    see(seen, "__consumer_offsets", STRUCTURED, event("one", "ada"));
    see(seen, "nowhere", STRUCTURED, event("one", "ada"));

    var ofAWorkingCluster = OpenApiContract.statuses(OpenApiContract.PUBLISH, "post");
    ofAWorkingCluster.removeAll(java.util.List.of("401", "429", "503"));
    assertThat(seen).isEqualTo(ofAWorkingCluster);
  }

  private static void see(TreeSet<String> seen, String topic, String contentType, String body) {
    seen.add(Integer.toString(post(service.uri(), topic, contentType, body).statusCode()));
  }
}
