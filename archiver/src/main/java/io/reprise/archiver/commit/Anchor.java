package io.reprise.archiver.commit;

import io.reprise.store.archive.log.PartitionArchive;

/**
 * The head of a commit log, stored outside the object store.
 *
 * @param v format version, 1
 * @param seq number of the newest entry
 * @param sha256 SHA-256 of the newest entry's bytes
 */
public record Anchor(int v, String topic, String topicId, int partition, long seq, String sha256) {
  static Anchor of(PartitionArchive archive) {
    var id = archive.id();
    return new Anchor(
        1, id.topic(), id.topicId(), id.partition(), archive.headSeq(), archive.headSha256());
  }
}
