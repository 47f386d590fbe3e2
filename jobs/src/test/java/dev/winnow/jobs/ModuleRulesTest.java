package dev.winnow.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.winnow.jobs.support.PackageArrows;
import dev.winnow.jobs.support.SourceFile;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies between the modules, the packages and Spark, as docs/architecture.md draws them. */
class ModuleRulesTest {

  private static final String SESSIONS = "dev.winnow.jobs.cli.common.Sessions ";
  private static final int FILES_OF_A_FOLDER = 30;
  private static final Pattern JAVADOC_OF_PACKAGE =
      Pattern.compile("/\\*\\*.*\\S.*\\*/\\s*package ", Pattern.DOTALL);

  private static JavaClasses classes;
  private static List<SourceFile> sources;
  private static PackageArrows arrows;

  @BeforeAll
  static void readMainCode() {
    // References to Spark are found by name, without its thousands of classes.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    Set<Location> places =
        Stream.of(Winnow.class, Kernels.class, TableSpec.class)
            .map(type -> Location.of(type.getProtectionDomain().getCodeSource().getLocation()))
            .collect(Collectors.toSet());
    classes = new ClassFileImporter().importLocations(places);
    sources = SourceFile.all(Path.of(System.getProperty("winnow.root")));
    arrows = PackageArrows.of(classes, sources);
  }

  // ---- modules and packages

  @Test
  void schemasUseNoOtherModule() {
    assertNone(
        "schemas must use neither transforms nor jobs",
        join(arrows.between("schemas", "transforms"), arrows.between("schemas", "jobs")));
  }

  @Test
  void transformsDoNotUseJobs() {
    assertNone("transforms must not use jobs", arrows.between("transforms", "jobs"));
  }

  @Test
  void packagesFormNoCircle() {
    assertNone("packages must not form a circle", arrows.circle());
  }

  @Test
  void clustersDoNotUseEncoders() {
    assertNone(
        "transforms.cluster must not use transforms.embed",
        arrows.between("transforms.cluster", "transforms.embed"));
  }

  /** A class that refers to the incubating vectors cannot be loaded in a JVM without them. */
  @Test
  void theSimdKernelIsLoadedByNameOnly() {
    assertNone(
        "no package may refer to transforms.kernel.simd, which Kernels loads by name",
        arrows.between("", "transforms.kernel.simd"));
  }

  @Test
  void theMapHasTheArrowsOfTheCode() throws IOException {
    PackageArrows map =
        PackageArrows.parse(
            Files.readString(
                Path.of(System.getProperty("winnow.root"), "docs", "architecture.md")));
    List<String> differences =
        join(
            arrows.missingIn(map).stream().map(arrow -> "to add: " + arrow).toList(),
            map.missingIn(arrows).stream().map(arrow -> "to remove: " + arrow).toList());
    assertNone(
        "docs/architecture.md must have the arrows of the code; its block should be\n" + arrows,
        differences);
  }

  // ---- Spark and Delta

  /**
   * Kernels, pictures and models run per row and per array on executors, and in tests without a
   * session.
   */
  @Test
  void kernelsPicturesAndModelsAreFreeOfSpark() {
    Predicate<JavaClass> plain =
        in("transforms.kernel")
            .or(in("transforms.image"))
            .or(in("transforms.embed.fitted"))
            .or(in("transforms.embed.djl"))
            .or(in("transforms.embed.model"))
            .or(in("transforms.experiment"));
    assertNone(
        "kernel, image, embed.fitted, embed.djl, embed.model and experiment must not use Spark",
        uses(plain, "org.apache.spark."));
  }

  @Test
  void onlyJobsTablesUsesDelta() {
    assertNone("only jobs.tables may use io.delta", uses(in("jobs.tables").negate(), "io.delta."));
  }

  @Test
  void onlyJobsTablesNamesDeltaAsAFormat() {
    assertNone(
        "only jobs.tables may read or write format(\"delta\")",
        sourcesWith(
            "format(\"delta\")", file -> !file.packageName().equals("dev.winnow.jobs.tables")));
  }

  @Test
  void onlySessionsStartsASession() {
    assertNone(
        "only jobs.cli.common.Sessions may call SparkSession.builder",
        sessionCalls(Set.of("builder")).stream()
            .filter(call -> !call.startsWith(SESSIONS))
            .toList());
  }

  /** A transform takes the session of its dataset; the active one may be another. */
  @Test
  void noClassTakesTheActiveSession() {
    assertNone(
        "only jobs.cli.common.Sessions, which joins a session that is there, may ask for the active"
            + " one",
        sessionCalls(Set.of("active", "getActiveSession", "getDefaultSession")).stream()
            .filter(call -> !call.startsWith(SESSIONS))
            .toList());
  }

  /** Math may take instructions of the processor for these, so results differ in their last bit. */
  @Test
  void logarithmsAndTheLikeAreThoseOfStrictMath() {
    Set<String> methods =
        Set.of(
            "log", "log10", "log1p", "exp", "expm1", "pow", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");
    assertNone(
        "what is stored must be the same bits on every processor; use StrictMath",
        classes.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().getName().equals("java.lang.Math"))
            .filter(call -> methods.contains(call.getTarget().getName()))
            .map(call -> outermost(call.getOriginOwner()) + " line " + call.getLineNumber())
            .sorted()
            .toList());
  }

  // ---- folders and files

  @Test
  void everyPackageHasADescription() {
    Set<String> silent = new TreeSet<>();
    sources.forEach(file -> silent.add(file.packageName()));
    sources.stream()
        .filter(file -> file.isPackageInfo() && JAVADOC_OF_PACKAGE.matcher(file.text()).find())
        .forEach(file -> silent.remove(file.packageName()));
    assertNone("every package must have a package-info.java with javadoc", silent);
  }

  @Test
  void noFolderIsTooLong() {
    Map<String, Long> files =
        sources.stream()
            .collect(
                Collectors.groupingBy(
                    SourceFile::packageName, TreeMap::new, Collectors.counting()));
    files.values().removeIf(count -> count <= FILES_OF_A_FOLDER);
    assertNone(
        "a folder must hold at most " + FILES_OF_A_FOLDER + " files, package-info.java included",
        files.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
  }

  // ---- how a rule is checked

  private static Predicate<JavaClass> in(String group) {
    String name = "dev.winnow." + group;
    return type ->
        type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".");
  }

  private static Collection<String> uses(Predicate<JavaClass> from, String packages) {
    return classes.stream()
        .filter(from)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getDescription)
        .filter(text -> text.contains("<" + packages))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> sessionCalls(Set<String> methods) {
    return classes.stream()
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(ModuleRulesTest::isOnSession)
        .filter(call -> methods.contains(call.getTarget().getName()))
        .map(call -> outermost(call.getOriginOwner()) + " line " + call.getLineNumber())
        .sorted()
        .toList();
  }

  private static boolean isOnSession(JavaMethodCall call) {
    return call.getTargetOwner().getSimpleName().equals("SparkSession");
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ModuleRulesTest::outermost).orElse(type.getName());
  }

  private static Collection<String> sourcesWith(String text, Predicate<SourceFile> where) {
    return sources.stream()
        .filter(where)
        .filter(file -> file.text().contains(text))
        .map(SourceFile::qualifiedName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> join(Collection<String> first, Collection<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static void assertNone(String rule, Collection<String> found) {
    assertEquals("", String.join("\n", found), rule);
  }
}
