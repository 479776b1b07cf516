package io.reprise.example.target;

import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes each record as a line of JSON. Each lease of a shard has a file of its own: {@code
 * <replay>/<shard>-<lease epoch>.ndjson} in the target's directory. A worker that lost the shard
 * without knowing it can therefore never write into the file of its successor.
 *
 * <p>At least once: what a crashed worker wrote after its last commit is also in the file of the
 * next lease. A reader takes each offset from the file with the highest epoch that has it.
 */
final class FilesTarget implements ReplayTarget {
  private final String name;
  private final Path directory;

  FilesTarget(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /**
   * Checks that the directory can be written.
   *
   * @throws TargetRefusedException when it does not exist or cannot be written
   */
  @Override
  public TargetFacts facts() {
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new TargetRefusedException(
          "the directory %s of target '%s' does not exist or cannot be written: create it on every worker"
              .formatted(directory, name));
    }
    return TargetFacts.notATopic(
        name,
        "at least one line for each record in %s: a crash of a worker repeats what it wrote since its last commit"
            .formatted(directory));
  }

  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    var file = delivery.shard() + "-" + delivery.leaseEpoch() + ".ndjson";
    return new FileWriter(directory.resolve(delivery.replay()).resolve(file));
  }

  @Override
  public void close() {}
}
