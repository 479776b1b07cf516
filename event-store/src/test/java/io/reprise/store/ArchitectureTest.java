package io.reprise.store;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.store";
  private static final String OBJECTS = ROOT + ".object..";
  private static final String ARCHIVE = ROOT + ".archive";
  private static final String COMMIT_LOG = ARCHIVE + ".log..";
  private static final String ARCHIVE_READ = ARCHIVE + ".read..";
  private static final String ARCHIVE_MERGE = ARCHIVE + ".merge..";
  private static final String SEGMENT = ARCHIVE + ".segment";
  private static final String SEGMENT_WRITE = SEGMENT + ".write..";
  private static final String SEGMENT_READ = SEGMENT + ".read..";
  private static final String SEGMENT_INDEX = SEGMENT + ".index..";
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theRootKnowsNoTier() {
    mustNotKnow(ROOT, "Must not know a tier.", ROOT + ".*..");
  }

  @Test
  void theModuleKnowsNoReplaysTargetsOrHttp() {
    mustNotKnow(
        ROOT + "..",
        "Must not know replays, targets or HTTP.",
        "io.reprise.replay..",
        "io.reprise.runtime..",
        "io.reprise.rehydrate..",
        "io.javalin..",
        "java.net.http..");
  }

  @Test
  void archiveKnowsNoStoreAndNoContent() {
    mustNotKnow(
        ARCHIVE, "Must not know a store or the content of a segment.", OBJECTS, SEGMENT + "..");
  }

  @Test
  void commitLogNeitherReadsNorWritesSegments() {
    mustNotKnow(
        COMMIT_LOG,
        "Must not read or write segments.",
        SEGMENT_INDEX,
        SEGMENT_READ,
        SEGMENT_WRITE,
        ARCHIVE_READ);
  }

  @Test
  void archiveReadWritesNoSegments() {
    mustNotKnow(ARCHIVE_READ, "Must not write segments.", SEGMENT_WRITE);
  }

  @Test
  void archiveReadDoesNotAskKafka() {
    mustNotKnow(ARCHIVE_READ, "Must not ask Kafka.", kafkaClients());
  }

  @Test
  void archiveMergeDoesNotAskKafka() {
    mustNotKnow(ARCHIVE_MERGE, "Must not ask Kafka.", kafkaClients());
  }

  @Test
  void segmentFormatKnowsNoStoreAndNoCommitLog() {
    mustNotKnow(
        SEGMENT + "..",
        "Must not know a store or a commit log.",
        OBJECTS,
        COMMIT_LOG,
        ARCHIVE_READ);
  }

  @Test
  void segmentIndexDoesNotKnowHowRecordsAreEncoded() {
    mustNotKnow(
        SEGMENT_INDEX,
        "Must not know how records are encoded.",
        SEGMENT_READ,
        SEGMENT_WRITE,
        "org.apache.kafka..");
  }

  @Test
  void segmentReadKnowsNoWriter() {
    mustNotKnow(SEGMENT_READ, "Must not know a segment's writer.", SEGMENT_WRITE);
  }

  @Test
  void segmentWriteKnowsNoReader() {
    mustNotKnow(SEGMENT_WRITE, "Must not know a segment's reader.", SEGMENT_READ);
  }

  @Test
  void objectStoreContractKnowsNoImplementation() {
    mustNotKnow(
        ROOT + ".object.store..",
        "Must not know an implementation.",
        ROOT + ".object.s3..",
        "software.amazon..");
  }

  @Test
  void objectStoresKnowNoTopicsOffsetsOrFormats() {
    mustNotKnow(
        OBJECTS,
        "Must not know topics, offsets or formats.",
        resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
            .or(
                resideInAnyPackage(ROOT + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(OBJECTS)))));
  }

  @Test
  void diskDoesNotKnowWhatFilesContain() {
    mustNotKnow(
        ROOT + ".disk..",
        "Must not know what the files contain.",
        resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
            .or(
                resideInAnyPackage(ROOT + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(ROOT + ".disk..")))));
  }

  @Test
  void pluginDoesNotKnowWhatJarsProvide() {
    mustNotKnow(
        ROOT + ".plugin..",
        "Must not know what the jars provide.",
        resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
            .or(
                resideInAnyPackage(ROOT + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(ROOT + ".plugin..")))));
  }

  @Test
  void digestKnowsNoRecordAndNoTier() {
    mustNotKnow(
        ROOT + ".digest..",
        "Must not know a record or a tier.",
        resideInAnyPackage("org.apache.kafka..")
            .or(
                resideInAnyPackage(ROOT + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(ROOT + ".digest..")))));
  }

  @Test
  void selectDoesNotKnowWhereEventsAndSchemasAreStored() {
    mustNotKnow(
        ROOT + ".select..",
        "Must not know the command line, Kafka, or where events and schemas are stored.",
        resideInAnyPackage(
                "org.apache.kafka..", "io.reprise.cli..", "io.reprise.schemas.registry..")
            .or(
                resideInAnyPackage(ROOT + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(ROOT + ".select..")))));
  }

  @Test
  void factsKnowNoObjectStoreAndNoCommitLog() {
    mustNotKnow(
        ROOT + ".facts..",
        "Must not know an object store or the commit log of an archive.",
        OBJECTS,
        COMMIT_LOG,
        ARCHIVE_READ);
  }

  @Test
  void foldKnowsNoSnapshotsStoreOrTarget() {
    mustNotKnow(
        ROOT + ".fold..",
        "Must not know snapshots, a store or a target.",
        ROOT + ".snapshot..",
        OBJECTS,
        ARCHIVE + "..",
        ROOT + ".tier..");
  }

  @Test
  void kafkaKnowsNoArchive() {
    mustNotKnow(ROOT + ".kafka..", "Must not know an archive.", ARCHIVE + "..", OBJECTS);
  }

  @Test
  void snapshotTopicsKnowNoArchiveAndNoObjectStore() {
    mustNotKnow(
        ROOT + ".snapshot",
        "Must not know an archive or an object store.",
        ARCHIVE + "..",
        OBJECTS,
        ROOT + ".snapshot.generation..");
  }

  @Test
  void generationsKnowNoCommitLog() {
    mustNotKnow(
        ROOT + ".snapshot.generation..",
        "Must not know the commit log of an archive.",
        COMMIT_LOG,
        ARCHIVE_READ);
  }

  @Test
  void tierDoesNotKnowTheFormatOfASegment() {
    mustNotKnow(
        ROOT + ".tier..",
        "Must not know the format of a segment.",
        SEGMENT_INDEX,
        SEGMENT_READ,
        SEGMENT_WRITE);
  }

  private static DescribedPredicate<JavaClass> kafkaClients() {
    return resideInAnyPackage("org.apache.kafka.clients..", ROOT + ".kafka..", ROOT + ".facts..")
        .and(DescribedPredicate.not(equivalentTo(ConsumerRecord.class)));
  }

  private static void mustNotKnow(String packages, String sentence, String... forbidden) {
    mustNotKnow(packages, sentence, resideInAnyPackage(forbidden));
  }

  private static void mustNotKnow(
      String packages, String sentence, DescribedPredicate<JavaClass> forbidden) {
    noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat(forbidden)
        .because(sentence)
        .check(classes);
  }
}
