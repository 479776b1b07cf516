package io.reprise.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeParserTest {
  /** 17:45:30 in Berlin, 22:15:30 in Kolkata, 06:45:30 of the next day in Kiritimati. */
  private static final Instant NOW = Instant.parse("2026-11-29T16:45:30.123456Z");

  private static TimeParser parser(String zone) {
    return new TimeParser(NOW, ZoneId.of(zone));
  }

  private static TimeParser parser(String now, String zone) {
    return new TimeParser(Instant.parse(now), ZoneId.of(zone));
  }

  @ParameterizedTest
  @CsvSource({
    // Absolute times, as scripts write them.
    "2026-01-01T00:00:00Z                  , 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.5Z                , 2026-01-01T00:00:00.500Z",
    "2026-01-01T00:00:00z                  , 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00+02:00             , 2025-12-31T22:00:00Z",
    "2026-01-01T00:00Z                     , 2026-01-01T00:00:00Z",
    "2026-01-01 00:00Z                     , 2026-01-01T00:00:00Z",
    "2026-01-01 00:00 +05:30               , 2025-12-31T18:30:00Z",
    "2026-01-01T00:00-0800                 , 2026-01-01T08:00:00Z",
    "2026-01-01T00:00-08                   , 2026-01-01T08:00:00Z",
    "1969-12-31T23:59:59Z                  , 1969-12-31T23:59:59Z",
    // Date and time in the zone.
    "2026-11-29 09:30                      , 2026-11-29T08:30:00Z",
    "2026-11-29T09:30                      , 2026-11-29T08:30:00Z",
    "2026-11-29t09:30                      , 2026-11-29T08:30:00Z",
    "2026-11-29   09:30:15                 , 2026-11-29T08:30:15Z",
    "2026-11-29T09:30:15.250               , 2026-11-29T08:30:15.250Z",
    "2026-07-01 09:30                      , 2026-07-01T07:30:00Z",
    "2028-02-29 00:00                      , 2028-02-28T23:00:00Z",
    // A time of day.
    "14:02                                 , 2026-11-29T13:02:00Z",
    "9:05                                  , 2026-11-29T08:05:00Z",
    "00:00                                 , 2026-11-28T23:00:00Z",
    "23:59:59.999                          , 2026-11-29T22:59:59.999Z",
    "today 14:02                           , 2026-11-29T13:02:00Z",
    "yesterday 14:02                       , 2026-11-28T13:02:00Z",
    "YESTERDAY 14:02                       , 2026-11-28T13:02:00Z",
    "yesterday 23:59:59                    , 2026-11-28T22:59:59Z",
    "14:02Z                                , 2026-11-29T14:02:00Z",
    "yesterday 14:02 -05:00                , 2026-11-28T19:02:00Z",
    // Before now, which has no fraction of a millisecond.
    "-2h                                   , 2026-11-29T14:45:30.123Z",
    "2h                                    , 2026-11-29T14:45:30.123Z",
    "1h30m                                 , 2026-11-29T15:15:30.123Z",
    "-1h30m                                , 2026-11-29T15:15:30.123Z",
    "1h 30m                                , 2026-11-29T15:15:30.123Z",
    "- 90m                                 , 2026-11-29T15:15:30.123Z",
    "2d                                    , 2026-11-27T16:45:30.123Z",
    "1d12h                                 , 2026-11-28T04:45:30.123Z",
    "1d2h3m4s5ms                           , 2026-11-28T14:42:26.118Z",
    "45s                                   , 2026-11-29T16:44:45.123Z",
    "500ms                                 , 2026-11-29T16:45:29.623Z",
    "1m500ms                               , 2026-11-29T16:44:29.623Z",
    "0s                                    , 2026-11-29T16:45:30.123Z",
    // Milliseconds since 1970.
    "@1795944813000                        , 2026-11-29T09:33:33Z",
    "@1795944813250                        , 2026-11-29T09:33:33.250Z",
    "@0                                    , 1970-01-01T00:00:00Z",
    "'  14:02  '                           , 2026-11-29T13:02:00Z",
  })
  void readsATimeInBerlin(String written, String expected) {
    assertThat(parser("Europe/Berlin").time("--from-time", written))
        .isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC                , 14:02                 , 2026-11-29T14:02:00Z",
    "+05:30             , 14:02                 , 2026-11-29T08:32:00Z",
    "Asia/Kolkata       , yesterday 14:02       , 2026-11-28T08:32:00Z",
    // It is the 30th there.
    "Pacific/Kiritimati , 14:02                 , 2026-11-30T00:02:00Z",
    "Pacific/Kiritimati , yesterday 14:02       , 2026-11-29T00:02:00Z",
    "America/New_York   , 2026-11-29 09:30      , 2026-11-29T14:30:00Z",
    "America/New_York   , 2026-07-04 09:30      , 2026-07-04T13:30:00Z",
    "Australia/Lord_Howe, 2026-01-01 12:00      , 2026-01-01T01:00:00Z",
    // An offset that is written wins over the zone.
    "America/New_York   , 2026-11-29 09:30Z     , 2026-11-29T09:30:00Z",
    // The whole day that Samoa skipped has no such time; the days around it have.
    "Pacific/Apia       , 2011-12-29 12:00      , 2011-12-29T22:00:00Z",
  })
  void readsATimeInItsZone(String zone, String written, String expected) {
    assertThat(parser(zone).time("--from-time", written)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({
    // 25 October 2026 has 25 hours in Berlin, 29 March has 23: a duration is not a time of day.
    "2026-10-25T11:00:00Z, Europe/Berlin , -1d             , 2026-10-24T11:00:00Z",
    "2026-10-25T11:00:00Z, Europe/Berlin , yesterday 12:00 , 2026-10-24T10:00:00Z",
    "2026-10-25T11:00:00Z, Europe/Berlin , 03:00           , 2026-10-25T02:00:00Z",
    "2026-10-25T11:00:00Z, Europe/Berlin , 01:59           , 2026-10-24T23:59:00Z",
    "2026-03-29T11:00:00Z, Europe/Berlin , 03:00           , 2026-03-29T01:00:00Z",
    "2026-03-29T11:00:00Z, Europe/Berlin , 01:59           , 2026-03-29T00:59:00Z",
    "2026-03-29T11:00:00Z, Europe/Berlin , 12h             , 2026-03-28T23:00:00Z",
  })
  void readsTimesOfADayOnWhichTheClocksChange(
      String now, String zone, String written, String expected) {
    assertThat(parser(now, zone).time("--from-time", written)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Europe/Berlin       | 2026-03-29 02:30 | the clocks of Europe/Berlin are set forward from"
            + " 2026-03-29 02:00 to 2026-03-29 03:00, so they never show this time: write"
            + " '2026-03-29 03:00' or a later time, or a time before the change",
        "Europe/Berlin       | 2026-03-29 02:00 | they never show this time",
        "America/New_York    | 2026-03-08T02:59 | from 2026-03-08 02:00 to 2026-03-08 03:00",
        "Australia/Lord_Howe | 2026-10-04 02:15 | from 2026-10-04 02:00 to 2026-10-04 02:30",
        "America/Sao_Paulo   | 2018-11-04 00:30 | from 2018-11-04 00:00 to 2018-11-04 01:00",
        "Pacific/Apia        | 2011-12-30 12:00 | from 2011-12-30 00:00 to 2011-12-31 00:00",
        "Europe/Berlin       | 2026-10-25 02:30 | the clocks of Europe/Berlin show this time twice,"
            + " because they are set back: write 2026-10-25T02:30+02:00 for the first or"
            + " 2026-10-25T02:30+01:00 for the second",
        "Europe/Berlin       | 2026-10-25 02:00 | show this time twice",
        "America/New_York    | 2026-11-01 01:30 | write 2026-11-01T01:30-04:00 for the first or"
            + " 2026-11-01T01:30-05:00 for the second",
        "Australia/Lord_Howe | 2026-04-05 01:45 | write 2026-04-05T01:45+11:00 for the first or"
            + " 2026-04-05T01:45+10:30 for the second",
      })
  void refusesATimeThatTheClocksNeverShowOrShowTwice(String zone, String written, String reason) {
    assertRefused(parser(zone), written, reason);
  }

  @Test
  void acceptsWhatTheMessageAboutClocksThatAreSetBackOffers() {
    var berlin = parser("Europe/Berlin");

    assertThat(berlin.time("--to-time", "2026-10-25T02:30+02:00"))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(berlin.time("--to-time", "2026-10-25T02:30+01:00"))
        .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(berlin.time("--to-time", "2026-03-29 03:00"))
        .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1795944813000         | a bare number is not a time: for milliseconds since 1970 write @"
            + " before the digits, as in @1795944813000; for a time of day write 14:02",
        "1795944813            | a bare number is not a time",
        "1402                  | a bare number is not a time",
        "14                    | a bare number is not a time",
        "14.02                 | a bare number is not a time",
        "20261129              | a bare number is not a time",
        "-5                    | a bare number is not a time",
        "+5                    | a bare number is not a time",
        "@                     | @ takes milliseconds since 1970",
        "@-5                   | @ takes milliseconds since 1970",
        "@12.5                 | @ takes milliseconds since 1970",
        "@now                  | @ takes milliseconds since 1970",
        "@1000000000000000000  | in at most 18 digits",
        "2026-11-29            | the time of day is missing: write for example '2026-11-29 00:00'",
        "yesterday             | the time of day is missing: write for example 'yesterday 00:00'",
        "today                 | the time of day is missing: write for example 'today 00:00'",
        "tomorrow 10:00        | this is not a time",
        "now                   | this is not a time",
        "latest                | this is not a time",
        "2026-02-30 10:00      | the calendar has no day 2026-02-30",
        "2026-13-01 10:00      | the calendar has no day 2026-13-01",
        "2026-02-29T10:00Z     | the calendar has no day 2026-02-29",
        "24:00                 | 24:00 is not a time of day: use 00:00 to 23:59",
        "2026-11-29 12:60      | 12:60 is not a time of day",
        "9:5                   | this is not a time",
        "9 am                  | this is not a time",
        "29.11.2026 09:30      | this is not a time",
        "11/29/2026 09:30      | this is not a time",
        "2026-11-29 09:30 CET  | this is not a time",
        "2026-11-29 09:30+19:00| +19:00 is not an offset from UTC",
        "+2h                   | this is not a time",
        "--2h                  | this is not a time",
        "2h ago                | this is not a time",
        "30m1h                 | this is not a time",
        "1.5h                  | this is not a time",
        "1h30                  | this is not a time",
        "2w                    | this is not a time",
        "PT2H                  | this is not a time",
        "999999999999d         | no time is that long ago",
        "''                    | this is not a time: write it as 14:02, 'yesterday 14:02',"
            + " '2026-11-29 09:30', 2026-11-29T08:30:00Z, -2h, 1h30m, or @1795944813000 for"
            + " milliseconds since 1970",
      })
  void refusesATextThatIsNotOneOfTheForms(String written, String reason) {
    assertRefused(parser("Europe/Berlin"), written == null ? "" : written, reason);
  }

  private static void assertRefused(TimeParser parser, String written, String reason) {
    assertThatThrownBy(() -> parser.time("--created-from", written))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith("--created-from '%s': ", written)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "2h     , 2026-11-29T14:45:30.123Z",
    "30m    , 2026-11-29T16:15:30.123Z",
    "1h30m  , 2026-11-29T15:15:30.123Z",
    "2 h    , 2026-11-29T14:45:30.123Z",
    "PT1H30M, 2026-11-29T15:15:30.123Z",
    "7d     , 2026-11-22T16:45:30.123Z",
    "500ms  , 2026-11-29T16:45:29.623Z",
  })
  void readsADurationBeforeNow(String written, String expected) {
    assertThat(parser("Europe/Berlin").ago("--last", written)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2         | a bare number has no unit: write for example 2m or 2h",
        "1500000   | a bare number has no unit",
        "soon      | this is not a duration: write it as 500ms, 10s, 15m, 2h, 1h30m or 7d",
        "14:02     | this is not a duration",
        "-2h       | this is not a duration",
        "1h30      | this is not a duration",
        "@5        | this is not a duration",
        "0s        | the duration must be above zero",
        "PT-2H     | the duration must be above zero",
        "999999999999d | no time is that long ago",
      })
  void refusesATextThatIsNotADuration(String written, String reason) {
    assertThatThrownBy(() -> parser("UTC").ago("--last", written))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith("--last '%s': ", written)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z     , true",
    "2026-01-01T00:00+01:00   , true",
    "2026-01-01 00:00 Z       , true",
    "@1795944813000           , true",
    "2026-01-01 00:00         , false",
    "14:02Z                   , false",
    "yesterday 14:02          , false",
    "-2h                      , false",
  })
  void knowsWhichTimesMeanTheSameMomentAtAnyCall(String written, boolean isAbsolute) {
    assertThat(TimeParser.isAbsolute(written)).isEqualTo(isAbsolute);
  }

  @Test
  void readsTheResolvedTimeBackUnchanged() {
    var parser = parser("Europe/Berlin");
    for (var written : new String[] {"-2h", "1h30m", "14:02", "yesterday 14:02", "@5", "500ms"}) {
      var time = parser.time("--from-time", written);

      assertThat(parser.time("--from-time", time.toString())).isEqualTo(time);
    }
  }

  @Test
  void showsTimesInTheZoneWithTheOffset() {
    var berlin = new ZonedTimes(ZoneId.of("Europe/Berlin"), "--zone");

    assertThat(berlin.text(Instant.parse("2026-11-29T08:30:00Z")))
        .isEqualTo("2026-11-29 09:30:00 +01:00");
    assertThat(berlin.text(Instant.parse("2026-07-01T08:30:00.250Z")))
        .isEqualTo("2026-07-01 10:30:00.250 +02:00");
    assertThat(berlin.zoneText()).isEqualTo("Europe/Berlin (--zone)");
  }
}
