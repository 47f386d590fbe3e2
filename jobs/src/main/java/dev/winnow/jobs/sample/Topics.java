package dev.winnow.jobs.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Small grammar of short documents. Each topic has its subjects and actions; all topics share the
 * adjectives and the sentences.
 */
final class Topics {

  static final List<String> NAMES =
      List.of(
          "weather",
          "cooking",
          "travel",
          "music",
          "gardening",
          "astronomy",
          "football",
          "law",
          "chess",
          "sailing",
          "baking",
          "railways");

  private static final String[][] SUBJECTS = {
    words("storm, cloud, breeze, thunder, drizzle, frost, heat wave, forecast, fog bank, rainbow"),
    words("soup, onion, frying pan, garlic, stew, pepper, broth, recipe, olive oil, carrot"),
    words("suitcase, passport, hotel, border, ticket, airport, guidebook, beach, old town, ferry"),
    words("melody, violin, chorus, rhythm, concert, piano, drummer, score, singer, harmony"),
    words(
        "tulip bed, compost, seedling, hedge, greenhouse, rose, watering can, soil, "
            + "fern, pruning saw"),
    words(
        "telescope, comet, galaxy, orbit, eclipse, nebula, lunar crater, star chart, "
            + "satellite, meteor"),
    words(
        "striker, penalty, goalkeeper, referee, corner kick, league table, midfield, "
            + "stadium, coach, header"),
    words(
        "court, witness, contract, verdict, appeal, statute, judge, clause, testimony, "
            + "settlement"),
    words(
        "bishop, opening, pawn, endgame, knight fork, castling, gambit, checkmate, "
            + "rook, tournament clock"),
    words("mast, harbour, anchor, rudder, keel, spinnaker, tide, lighthouse, crew, headwind"),
    words("dough, oven, sourdough, flour, crust, yeast, cinnamon roll, rolling pin, butter, loaf"),
    words(
        "locomotive, signal box, platform, timetable, sleeper car, junction, viaduct, "
            + "conductor, freight train, tunnel")
  };

  private static final String[][] ACTIONS = {
    words("rolled in, cleared up, soaked the valley, cooled the evening, faded by noon"),
    words("simmered, was stirred slowly, tasted of thyme, browned in the pan, was served hot"),
    words(
        "was booked early, got delayed, charmed the visitors, cost more than planned, "
            + "was packed by dawn"),
    words(
        "rose to a finale, was played softly, kept the tempo, moved the audience, "
            + "echoed in the hall"),
    words("bloomed late, was dug over, needed shade, grew by the wall, was mulched in autumn"),
    words(
        "crossed the night sky, was measured twice, appeared at dusk, dimmed for an "
            + "hour, turned out to be distant"),
    words(
        "decided the match, came in extra time, was booed by the fans, changed the "
            + "season, hit the post"),
    words(
        "was overturned, went to trial, bound both parties, was filed on Monday, "
            + "surprised the lawyers"),
    words("won a tempo, was sacrificed, held the centre, lost on time, forced a draw"),
    words(
        "strained in the gale, was trimmed, guided the boat, came loose at sea, was "
            + "painted in spring"),
    words(
        "rose overnight, was kneaded again, came out golden, smelled of honey, was "
            + "shaped by hand"),
    words(
        "arrived on time, was rerouted, crossed the bridge, waited for the express, was "
            + "restored by volunteers")
  };

  private static final String[] ADJECTIVES =
      words(
          "old, quiet, famous, second, small, bright, heavy, local, unusual, patient, "
              + "final, early");

  private static final String[] OPENINGS =
      words(
          "In the morning, Last year, As far as anyone remembers, By most accounts, On a "
              + "Sunday, Against all advice, For once, After a long pause, Early in the season, "
              + "To everyone's relief, Later that week, As usual");

  private static final String[] PEOPLE =
      words(
          "my neighbour, the whole family, a young reporter, the club, an old friend, the "
              + "committee, her brother, a visitor");

  private static final String[] VIEWS =
      words(
          "said that, could hardly believe that, wrote down how, was glad that, "
              + "remembered when, wondered why");

  /** Generates two to four sentences on a topic. */
  static String document(int topic, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int sentences = random.nextInt(2, 5);
    for (int i = 0; i < sentences; i++) {
      text.append(i == 0 ? "" : " ").append(sentence(topic, random));
    }
    return text.toString();
  }

  private static String sentence(int topic, SplittableRandom random) {
    String subject = pick(SUBJECTS[topic], random);
    String other = pick(SUBJECTS[topic], random);
    String action = pick(ACTIONS[topic], random);
    String adjective = pick(ADJECTIVES, random);
    return switch (random.nextInt(4)) {
      case 0 ->
          pick(OPENINGS, random)
              + ", the "
              + adjective
              + " "
              + subject
              + " "
              + action
              + ", and the "
              + other
              + " "
              + pick(ACTIONS[topic], random)
              + ".";
      case 1 ->
          capital(pick(PEOPLE, random))
              + " "
              + pick(VIEWS, random)
              + " the "
              + subject
              + " "
              + action
              + ".";
      case 2 ->
          "The "
              + subject
              + " "
              + action
              + " while the "
              + adjective
              + " "
              + other
              + " "
              + pick(ACTIONS[topic], random)
              + ".";
      default ->
          pick(OPENINGS, random)
              + " "
              + pick(PEOPLE, random)
              + " asked about the "
              + subject
              + ", which "
              + action
              + ".";
    };
  }

  /** Splits a list of words and phrases at its commas. */
  private static String[] words(String list) {
    return list.split(", ");
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String pick(String[] words, SplittableRandom random) {
    return words[random.nextInt(words.length)];
  }

  private Topics() {}
}
