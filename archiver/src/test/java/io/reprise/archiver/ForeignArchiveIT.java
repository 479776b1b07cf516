package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Archives of topics that were deleted or recreated, or that another cluster has.
 *
 * <p>Shows guarantee 9 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class ForeignArchiveIT {
  private static final String ARCHIVE = "/api/v1/archive/";

  @Test
  void findsReadsProvesAndRestoresTheArchiveOfADeletedTopicByItsId(RunningServers servers)
      throws Exception {
    try (var fixture = new ArchiverFixture(servers, "deleted")) {
      // Given: an archived topic that is deleted
      var id = archived(servers, fixture, "gone");
      var contents = fixture.archivedContents(id);
      var offsets = fixture.archived(id).stream().map(Fingerprint::offset).toList();
      delete(fixture, "gone");
      try (var archiver = start(servers, fixture, "of-deleted")) {
        var client = new ArchiverHttpClient(archiver.uri());

        // Then: it is listed, and a request without the id names the id
        var listed = one(client, "gone");
        assertThat(listed.path("topicId").asText()).isEqualTo(id.topicId());
        assertThat(listed.path("state").asText()).isEqualTo("ABSENT");
        assertThat(listed.path("records").asLong()).isEqualTo(contents.size());
        assertThat(listed.path("problem").isMissingNode()).isTrue();
        assertThat(client.send("POST", ARCHIVE + "prove", "{\"topic\":\"gone\"}").body())
            .contains("does not exist on this cluster")
            .contains(id.topicId());

        // Then: it can be read and proved
        var records =
            client.lines(
                "GET", ARCHIVE + "records?topic=gone&topicId=" + id.topicId() + "&partition=0", "");
        assertThat(
                records.stream()
                    .filter(l -> l.has("record"))
                    .map(l -> l.at("/record/offset").asLong()))
            .isEqualTo(offsets);
        var proof = client.lines("POST", ARCHIVE + "prove", request(id, ""));
        assertThat(last(proof).at("/summary/findings").asLong(-1)).isZero();
        assertThat(last(proof).at("/summary/records").asLong()).isEqualTo(contents.size());

        // Then: it can be restored, also into a topic that has its name again
        await().ignoreExceptions().until(() -> !fixture.create("gone", 1, Map.of()).equals(id));
        assertThat(one(client, "gone").path("state").asText()).isEqualTo("RECREATED");
        var restored = client.lines("POST", ARCHIVE + "restore", request(id, "\"into\":\"gone\""));
        assertThat(last(restored).at("/summary/records").asLong()).isEqualTo(contents.size());
        assertThat(fixture.contents(fixture.id("gone", 0))).isEqualTo(contents);
      }
    }
  }

  @Test
  void restoresIntoAnotherCluster(RunningServers servers) {
    try (var home = new ArchiverFixture(servers, "abroad");
        var broker = EmbeddedBroker.startTemporary();
        var abroad = new ArchiverFixture(broker.bootstrapServers(), servers.s3(), "abroad")) {
      // Given: an archive of one cluster, and an archiver of another one on the same bucket
      var id = archived(servers, home, "moved");
      var contents = home.archivedContents(id);
      abroad.create("moved", 1, Map.of());
      try (var archiver = start(servers, abroad, "abroad")) {
        var client = new ArchiverHttpClient(archiver.uri());
        assertThat(one(client, "moved").path("state").asText()).isEqualTo("RECREATED");

        // When, Then: without its anchors the archive is proved only on request
        var anchored = client.lines("POST", ARCHIVE + "prove", request(id, ""));
        assertThat(last(anchored).at("/summary/findings").asLong()).isEqualTo(1);
        assertThat(anchored)
            .anyMatch(l -> l.at("/finding/problem").asText().contains("has no anchor in Kafka"));
        var proof = client.lines("POST", ARCHIVE + "prove", request(id, "\"unanchored\":true"));
        assertThat(last(proof).at("/summary/findings").asLong(-1)).isZero();
        assertThat(last(proof).at("/summary/unanchored").asLong()).isEqualTo(1);

        // When, Then
        var restored = client.lines("POST", ARCHIVE + "restore", request(id, "\"into\":\"moved\""));
        assertThat(last(restored).at("/summary/records").asLong()).isEqualTo(contents.size());
        assertThat(abroad.contents(abroad.id("moved", 0))).isEqualTo(contents);
      }
    }
  }

  @Test
  void saysWhenTheStoreHasNoSuchArchive(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "unknown");
        var archiver = start(servers, fixture, "unknown")) {
      var client = new ArchiverHttpClient(archiver.uri());

      // When
      var answer =
          client.send("POST", ARCHIVE + "prove", "{\"topic\":\"never\",\"topicId\":\"AAAA\"}");

      // Then
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body())
          .contains("the store has no archive of a topic 'never' with id AAAA");
    }
  }

  private static PartitionId archived(
      RunningServers servers, ArchiverFixture fixture, String topic) {
    var id = fixture.create(topic, 1, Map.of());
    ArchiverFixture.publish(servers, topic, 1, 300);
    fixture.move(servers, ArchiverFixture.eager(32), topic);
    return id;
  }

  private static void delete(ArchiverFixture fixture, String topic) throws Exception {
    fixture.admin().deleteTopics(List.of(topic)).all().get();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fixture.topics().list().stream().noneMatch(t -> t.topic().equals(topic)));
  }

  private static ArchiverService start(
      RunningServers servers, ArchiverFixture fixture, String name) {
    return ArchiverService.start(
        fixture.settings(
            servers, Map.of("not-there", ArchiverFixture.eager(32)), "archiver-" + name),
        fault -> {});
  }

  /** The only archive of a topic's name. */
  private static JsonNode one(ArchiverHttpClient client, String topic) {
    var lines = client.lines("GET", ARCHIVE + "archives?topic=" + topic, "");
    assertThat(last(lines).at("/summary/archives").asLong()).isEqualTo(1);
    return lines.get(0).path("archive");
  }

  private static String request(PartitionId id, String more) {
    return "{\"topic\":\"%s\",\"topicId\":\"%s\"%s}"
        .formatted(id.topic(), id.topicId(), more.isEmpty() ? "" : "," + more);
  }

  private static JsonNode last(List<JsonNode> lines) {
    return lines.get(lines.size() - 1);
  }
}
