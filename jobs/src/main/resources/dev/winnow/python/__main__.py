from winnow.command import main

main()
